package io.streamgauge.wire;

import io.streamgauge.nn.Successions;
import java.util.List;

/** {@link Successions} as a tensor [n×3] of context, class and count: whole numbers below 2^24, which float32 holds exactly. */
final class SuccessionTensor {

    private SuccessionTensor() {}

    static Safetensors.Tensor of(Successions successions) {
        int[] counts = successions.counts();
        float[] values = new float[counts.length];
        for (int i = 0; i < counts.length; i++) {
            values[i] = counts[i];
        }
        return new Safetensors.Tensor(List.of(counts.length / Successions.WIDTH, Successions.WIDTH), values);
    }

    static Successions read(Safetensors.Tensor tensor, int classes) throws WireFormatException {
        if (tensor.shape().size() != 2 || tensor.shape().get(1) != Successions.WIDTH) {
            throw new WireFormatException(
                    "the successions' shape is " + tensor.shape() + ", expected [n, " + Successions.WIDTH + "]");
        }
        int[] counts = new int[tensor.values().length];
        for (int i = 0; i < counts.length; i++) {
            float value = tensor.values()[i];
            counts[i] = (int) value;
            if (counts[i] != value) {
                throw new WireFormatException("the successions hold " + value + ", expected whole numbers");
            }
        }
        try {
            return Successions.of(counts, classes);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("the successions cannot be: " + e.getMessage(), e);
        }
    }
}
