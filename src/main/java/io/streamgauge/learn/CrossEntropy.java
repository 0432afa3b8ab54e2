package io.streamgauge.learn;

/**
 * The cross-entropy of one of several classes on logits, as PyTorch's {@code CrossEntropyLoss}; the target is the index
 * of the class.
 *
 * <p>{@code ℓ = ln Σ_k e^(o_k) − o_y}, computed from the distances to the largest logit, so that no exponential
 * overflows.
 *
 * @param classes number of classes, m
 */
public record CrossEntropy(int classes) implements Loss {

    public CrossEntropy {
        Requirements.atLeast("classes", classes, 2);
    }

    @Override
    public int outputsPerTarget() {
        return classes;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        int index = ClassTargets.index(target, classes);
        double largest = largest(outputs, offset);
        double sum = exponentials(outputs, offset, largest);
        return StrictMath.log(sum) + (largest - outputs[offset + index]);
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        int index = ClassTargets.index(target, classes);
        double largest = largest(outputs, offset);
        double sum = exponentials(outputs, offset, largest);
        for (int k = 0; k < classes; k++) {
            // ∂ℓ/∂o_k = softmax_k − [k = y]
            double share = StrictMath.exp(outputs[offset + k] - largest) / sum;
            out[offset + k] = (float) (scale * (k == index ? share - 1 : share));
        }
    }

    private double largest(float[] outputs, int offset) {
        float largest = outputs[offset];
        for (int k = 1; k < classes; k++) {
            largest = Math.max(largest, outputs[offset + k]);
        }
        return largest;
    }

    private double exponentials(float[] outputs, int offset, double largest) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += StrictMath.exp(outputs[offset + k] - largest);
        }
        return sum;
    }
}
