package io.streamgauge.learn;

import org.jspecify.annotations.Nullable;

/**
 * A linear rise over the first steps (Goyal et al. 2017, arXiv:1706.02677), then another schedule from its beginning.
 *
 * <p>{@code α_t = α_next(0) (t + 1)/n for t < n, α_next(t − n) from there on}. The first step already learns, the last of
 * the rise has the full rate. PyTorch's {@code LinearLR(start_factor=1/n, total_iters=n−1)}, then {@code next}.
 *
 * @param warmUpSteps n
 * @param next the schedule after the rise
 */
public record WarmUpRate(int warmUpSteps, LearningRateSchedule next) implements LearningRateSchedule {

    public WarmUpRate {
        Requirements.atLeast("warmUpSteps", warmUpSteps, 1);
    }

    @Override
    public double rate(long step) {
        return step < warmUpSteps ? next.rate(0) * (step + 1) / warmUpSteps : next.rate(step - warmUpSteps);
    }

    @Override
    public WarmUpRate observe(double loss) {
        return new WarmUpRate(warmUpSteps, next.observe(loss));
    }

    @Override
    public @Nullable PlateauState seen() {
        return next.seen();
    }

    @Override
    public WarmUpRate resumed(PlateauState seen) {
        return new WarmUpRate(warmUpSteps, next.resumed(seen));
    }
}
