package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.kernel.Kernel;

/** A bias tensor whose blocks of {@code units} values stand, padded, in the order of {@code gates}. */
final class BiasBlock {
    private final int offset;
    private final int units;
    private final int[] gates;

    BiasBlock(Tensor tensor, int units, int... gates) {
        offset = tensor.offset();
        this.units = units;
        this.gates = gates;
    }

    /** Adds the bias to the places from {@code at} on. */
    void addTo(float[] parameters, float[] out, int at) {
        int padded = Kernel.padded(units);
        for (int g = 0; g < gates.length; g++) {
            for (int u = 0; u < units; u++) {
                out[at + g * padded + u] += parameters[offset + gates[g] * units + u];
            }
        }
    }

    /** Writes the gradient, whose blocks begin at {@code from}, to the tensor's place in the flat array. */
    void store(float[] gradient, int from, float[] out) {
        int padded = Kernel.padded(units);
        for (int g = 0; g < gates.length; g++) {
            System.arraycopy(gradient, from + g * padded, out, offset + gates[g] * units, units);
        }
    }
}
