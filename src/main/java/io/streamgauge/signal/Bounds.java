package io.streamgauge.signal;

/**
 * The range in which a target's values can lie, in the source's own units: counts have a floor, shares a cap as well.
 *
 * @param floor −∞ where there is none
 * @param cap +∞ where there is none
 */
public record Bounds(double floor, double cap) {

    /** No bounds at all. */
    public static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Bounds {
        if (!(floor < cap)) {
            throw new IllegalArgumentException("floor is " + floor + ", expected less than the cap " + cap);
        }
    }

    /** {@code value}, or the bound that it lies beyond. */
    public double clip(double value) {
        return value > floor && value < cap ? value : Math.max(floor, Math.min(cap, value));
    }
}
