package io.streamgauge.anomaly;

/**
 * What labels have made of one kind of surprise of one key.
 *
 * @param sign as in {@link Surprise}
 * @param normal whether such surprises raise no alert; else they raise one already at {@code score}
 * @param score the highest that is normal, or the lowest that is not
 * @param size the largest deviation that is normal, in the source's units
 */
public record Bar(Statistic statistic, int sign, boolean normal, double score, double size) {

    Bar raised(double atLeast, double sizeAtLeast) {
        return new Bar(statistic, sign, normal, Math.max(score, atLeast), Math.max(size, sizeAtLeast));
    }

    boolean isFor(Statistic other, int otherSign) {
        return SurpriseClass.same(statistic, other) && sign == otherSign;
    }
}
