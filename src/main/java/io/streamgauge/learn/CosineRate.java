package io.streamgauge.learn;

/**
 * A fall along half a cosine, without restarts (Loshchilov &amp; Hutter 2017, arXiv:1608.03983).
 *
 * <p>{@code α_t = α_end + (α_start − α_end) (1 + cos(π t/n))/2 for t < n, α_end from there on}. PyTorch's
 * {@code CosineAnnealingLR} rises again after n steps; this one stays.
 *
 * @param start α of the first step
 * @param end α of step n and all after it, at least 0
 * @param steps n
 */
public record CosineRate(double start, double end, long steps) implements LearningRateSchedule {

    public CosineRate {
        Requirements.positive("start", start);
        Requirements.notNegative("end", end);
        if (end > start) {
            throw new IllegalArgumentException("end is " + end + ", must be at most start, which is " + start);
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ", must be at least 1");
        }
    }

    @Override
    public double rate(long step) {
        if (step >= steps) {
            return end;
        }
        return end + (start - end) * (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
    }
}
