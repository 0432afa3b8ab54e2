package io.streamgauge.learn;

import io.streamgauge.nn.Window;

/** The losses in double precision, each from its definition, without the care for overflow. */
final class ReferenceLoss {
    private ReferenceLoss() {}

    static double value(Loss loss, double[] outputs, int offset, double target) {
        double first = outputs[offset];
        double size = Math.abs(first - target);
        if (loss instanceof MeanSquaredError) {
            return size * size;
        }
        if (loss instanceof MeanAbsoluteError) {
            return size;
        }
        if (loss instanceof Huber huber) {
            double quadratic = Math.min(size, huber.delta());
            return quadratic * quadratic / 2 + huber.delta() * (size - quadratic);
        }
        if (loss instanceof GaussianNll) {
            double variance = Math.exp(outputs[offset + 1]);
            return (Math.log(variance) + size * size / variance) / 2;
        }
        if (loss instanceof BinaryCrossEntropy) {
            double probability = 1 / (1 + Math.exp(-first));
            return -target * Math.log(probability) - (1 - target) * Math.log(1 - probability);
        }
        return ofSeveralOutputs(loss, outputs, offset, target);
    }

    /** Σ wℓ of a window's targets against the outputs of all its steps [steps × width]. */
    static double sum(Loss loss, Window window, double[] outputs, int width) {
        int perStep = window.targetsPerStep();
        double sum = 0;
        for (int i = 0; i < window.targets().length; i++) {
            double weight = window.mask()[i];
            if (weight > 0) {
                int offset = i / perStep * width + i % perStep * loss.outputsPerTarget();
                Loss one = loss.of(i % perStep, perStep);
                sum += weight * value(one, outputs, offset, window.targets()[i]);
            }
        }
        return sum;
    }

    private static double ofSeveralOutputs(Loss loss, double[] outputs, int offset, double target) {
        if (loss instanceof NegativeLogLikelihood) {
            return -outputs[offset + (int) target];
        }
        if (loss instanceof CrossEntropy crossEntropy) {
            double sum = 0;
            for (int k = 0; k < crossEntropy.classes(); k++) {
                sum += Math.exp(outputs[offset + k]);
            }
            return -Math.log(Math.exp(outputs[offset + (int) target]) / sum);
        }
        double[] quantiles = ((Pinball) loss).quantiles();
        double sum = 0;
        for (int k = 0; k < quantiles.length; k++) {
            double output = outputs[offset + k];
            sum += output > target ? (1 - quantiles[k]) * (output - target) : quantiles[k] * (target - output);
        }
        return sum / quantiles.length;
    }
}
