package io.streamgauge.nn.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RationalTanh} on vectors, operation by operation.
 *
 * <p>Arguments are clamped by comparing and blending, which lets NaN pass as the plain kernel's minimum and maximum do,
 * in half the instructions.
 */
final class SimdActivation {
    private static final VectorSpecies<Float> LANES = SimdProduct.LANES;
    private static final int WIDTH = SimdProduct.WIDTH;

    private SimdActivation() {}

    static void sigmoid(float[] values, int from, int to) {
        FloatVector half = FloatVector.broadcast(LANES, 0.5f);
        FloatVector most = FloatVector.broadcast(LANES, RationalTanh.CLAMP);
        FloatVector least = FloatVector.broadcast(LANES, -RationalTanh.CLAMP);
        for (int i = from; i < to; i += WIDTH) {
            // σ(x) = tanh(x/2)/2 + 1/2
            FloatVector x = FloatVector.fromArray(LANES, values, i).mul(half);
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
            x.mul(p).div(q).fma(half, half).intoArray(values, i);
        }
    }

    static void tanh(float[] values, int from, int to) {
        FloatVector most = FloatVector.broadcast(LANES, RationalTanh.CLAMP);
        FloatVector least = FloatVector.broadcast(LANES, -RationalTanh.CLAMP);
        for (int i = from; i < to; i += WIDTH) {
            FloatVector x = FloatVector.fromArray(LANES, values, i);
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
            x.mul(p).div(q).intoArray(values, i);
        }
    }
}
