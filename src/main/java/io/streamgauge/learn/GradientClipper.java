package io.streamgauge.learn;

/**
 * A bound on a gradient, applied in place.
 *
 * <p>Norms are Euclidean, summed in double in a fixed order ({@link SumOfSquares}). A gradient that holds an infinite
 * or NaN value is left as it is and its norm says so; PyTorch would turn all of it into NaN or, per value, hide the
 * infinity behind the bound.
 */
public sealed interface GradientClipper permits GlobalNormClipper, PerValueClipper, PerLayerNormClipper {

    /**
     * The norm of the whole gradient before clipping; infinite or NaN exactly where the gradient holds such a value.
     *
     * @param gradient scaled down in place
     */
    double clip(float[] gradient);
}
