package io.streamgauge.nn.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gates of recurrent cells on vectors, as {@link Kernel} defines them: all of a unit from its pre-activations to h'
 * while it is in registers.
 */
final class SimdGates {
    private static final VectorSpecies<Float> LANES = SimdProduct.LANES;
    private static final int WIDTH = SimdProduct.WIDTH;

    private SimdGates() {}

    static void gruForward(int row, int rows, int size, float[] gates, float[] previous, float[] next) {
        FloatVector most = FloatVector.broadcast(LANES, RationalTanh.CLAMP);
        FloatVector least = FloatVector.broadcast(LANES, -RationalTanh.CLAMP);
        for (int b = row; b < row + rows; b++) {
            int at = b * size;
            int n = 4 * at;
            int r = n + size;
            int z = r + size;
            int u = z + size;
            SimdActivation.sigmoid(gates, r, u);
            for (int i = 0; i < size; i += WIDTH) {
                // n = tanh(W_n x + b_in + r ⊙ q)
                FloatVector x = FloatVector.fromArray(LANES, gates, r + i)
                        .fma(FloatVector.fromArray(LANES, gates, u + i), FloatVector.fromArray(LANES, gates, n + i));
                x = x.blend(most, x.compare(VectorOperators.GT, most));
                x = x.blend(least, x.compare(VectorOperators.LT, least));
                FloatVector square = x.mul(x);
                FloatVector p = square.fma(
                        FloatVector.broadcast(LANES, RationalTanh.P13), FloatVector.broadcast(LANES, RationalTanh.P11));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P9));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P7));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P5));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P3));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P1));
                FloatVector q = square.fma(
                        FloatVector.broadcast(LANES, RationalTanh.Q6), FloatVector.broadcast(LANES, RationalTanh.Q4));
                q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q2));
                q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q0));
                FloatVector candidate = x.mul(p).div(q);
                candidate.intoArray(gates, n + i);
                // h' = n + z ⊙ (h − n)
                FloatVector.fromArray(LANES, gates, z + i)
                        .fma(FloatVector.fromArray(LANES, previous, at + i).sub(candidate), candidate)
                        .intoArray(next, at + i);
            }
        }
    }

    static void gruBackward(
            int row, int rows, int size, float[] gates, float[] previous, float[] hiddenDelta, float[] deltas) {
        FloatVector one = FloatVector.broadcast(LANES, 1f);
        for (int b = 0; b < rows; b++) {
            int at = (row + b) * size;
            int g = 4 * at;
            for (int i = 0; i < size; i += WIDTH) {
                FloatVector n = FloatVector.fromArray(LANES, gates, g + i);
                FloatVector r = FloatVector.fromArray(LANES, gates, g + size + i);
                FloatVector z = FloatVector.fromArray(LANES, gates, g + 2 * size + i);
                FloatVector dh = FloatVector.fromArray(LANES, hiddenDelta, b * size + i);
                FloatVector dn = dh.mul(one.sub(z)).mul(one.sub(n.mul(n)));
                dn.intoArray(deltas, g + i);
                dn.mul(FloatVector.fromArray(LANES, gates, g + 3 * size + i))
                        .mul(r)
                        .mul(one.sub(r))
                        .intoArray(deltas, g + size + i);
                dh.mul(FloatVector.fromArray(LANES, previous, at + i).sub(n))
                        .mul(z)
                        .mul(one.sub(z))
                        .intoArray(deltas, g + 2 * size + i);
                dn.mul(r).intoArray(deltas, g + 3 * size + i);
                dh.mul(z).intoArray(hiddenDelta, b * size + i);
            }
        }
    }

    static void lstmForward(
            int row,
            int rows,
            int size,
            float[] gates,
            float[] previousCell,
            float[] cell,
            float[] squashed,
            float[] next) {
        FloatVector most = FloatVector.broadcast(LANES, RationalTanh.CLAMP);
        FloatVector least = FloatVector.broadcast(LANES, -RationalTanh.CLAMP);
        for (int r = row; r < row + rows; r++) {
            int g = r * 4 * size;
            int at = r * size;
            SimdActivation.sigmoid(gates, g, g + 2 * size);
            SimdActivation.tanh(gates, g + 2 * size, g + 3 * size);
            SimdActivation.sigmoid(gates, g + 3 * size, g + 4 * size);
            for (int i = 0; i < size; i += WIDTH) {
                // c' = f ⊙ c + i ⊙ g
                FloatVector x = FloatVector.fromArray(LANES, gates, g + size + i)
                        .fma(
                                FloatVector.fromArray(LANES, previousCell, at + i),
                                FloatVector.fromArray(LANES, gates, g + i)
                                        .mul(FloatVector.fromArray(LANES, gates, g + 2 * size + i)));
                x.intoArray(cell, at + i);
                x = x.blend(most, x.compare(VectorOperators.GT, most));
                x = x.blend(least, x.compare(VectorOperators.LT, least));
                FloatVector square = x.mul(x);
                FloatVector p = square.fma(
                        FloatVector.broadcast(LANES, RationalTanh.P13), FloatVector.broadcast(LANES, RationalTanh.P11));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P9));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P7));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P5));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P3));
                p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P1));
                FloatVector q = square.fma(
                        FloatVector.broadcast(LANES, RationalTanh.Q6), FloatVector.broadcast(LANES, RationalTanh.Q4));
                q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q2));
                q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q0));
                FloatVector s = x.mul(p).div(q);
                s.intoArray(squashed, at + i);
                // h' = o ⊙ tanh c'
                FloatVector.fromArray(LANES, gates, g + 3 * size + i).mul(s).intoArray(next, at + i);
            }
        }
    }

    static void lstmBackward(
            int row,
            int rows,
            int size,
            float[] gates,
            float[] previousCell,
            float[] squashed,
            float[] hiddenDelta,
            float[] cellDelta,
            float[] deltas) {
        FloatVector one = FloatVector.broadcast(LANES, 1f);
        FloatVector zero = FloatVector.zero(LANES);
        for (int b = 0; b < rows; b++) {
            int at = (row + b) * size;
            int d = 4 * at;
            for (int j = 0; j < size; j += WIDTH) {
                FloatVector i = FloatVector.fromArray(LANES, gates, d + j);
                FloatVector f = FloatVector.fromArray(LANES, gates, d + size + j);
                FloatVector g = FloatVector.fromArray(LANES, gates, d + 2 * size + j);
                FloatVector o = FloatVector.fromArray(LANES, gates, d + 3 * size + j);
                FloatVector s = FloatVector.fromArray(LANES, squashed, at + j);
                FloatVector dh = FloatVector.fromArray(LANES, hiddenDelta, b * size + j);
                FloatVector dc =
                        dh.mul(o).fma(one.sub(s.mul(s)), FloatVector.fromArray(LANES, cellDelta, b * size + j));
                dc.mul(g).mul(i).mul(one.sub(i)).intoArray(deltas, d + j);
                dc.mul(FloatVector.fromArray(LANES, previousCell, at + j))
                        .mul(f)
                        .mul(one.sub(f))
                        .intoArray(deltas, d + size + j);
                dc.mul(i).mul(one.sub(g.mul(g))).intoArray(deltas, d + 2 * size + j);
                dh.mul(s).mul(o).mul(one.sub(o)).intoArray(deltas, d + 3 * size + j);
                dc.mul(f).intoArray(cellDelta, b * size + j);
                zero.intoArray(hiddenDelta, b * size + j);
            }
        }
    }
}
