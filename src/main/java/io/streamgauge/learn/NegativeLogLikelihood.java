package io.streamgauge.learn;

/**
 * The negative log-likelihood of one of several classes on log-softmax outputs, as PyTorch's {@code NLLLoss}; the target
 * is the index of the class.
 *
 * <p>{@code ℓ = −o_y}. Behind a log-softmax head it equals {@link CrossEntropy} on the logits.
 *
 * @param classes number of classes, m
 */
public record NegativeLogLikelihood(int classes) implements Loss {

    public NegativeLogLikelihood {
        Requirements.atLeast("classes", classes, 2);
    }

    @Override
    public int outputsPerTarget() {
        return classes;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        return -outputs[offset + ClassTargets.index(target, classes)];
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        int index = ClassTargets.index(target, classes);
        for (int k = 0; k < classes; k++) {
            // ∂ℓ/∂o_k = −[k = y]
            out[offset + k] = k == index ? (float) -scale : 0;
        }
    }
}
