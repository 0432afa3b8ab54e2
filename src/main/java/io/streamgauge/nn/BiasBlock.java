package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.OuterSum;

/** A bias tensor whose blocks of {@code units} values stand, padded, in the order of {@code gates}. */
final class BiasBlock {
    private final int offset;
    private final int units;
    private final int[] gates;
    private final float[] buffer;

    BiasBlock(Tensor tensor, int units, int... gates) {
        offset = tensor.offset();
        this.units = units;
        this.gates = gates;
        buffer = new float[gates.length * Kernel.padded(units)];
    }

    int outputs() {
        return buffer.length;
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

    /** Writes a gradient, a sum with one input, to the tensor's place in the flat array. */
    void store(OuterSum gradient, float[] out) {
        gradient.copyTo(buffer);
        int padded = Kernel.padded(units);
        for (int g = 0; g < gates.length; g++) {
            System.arraycopy(buffer, g * padded, out, offset + gates[g] * units, units);
        }
    }
}
