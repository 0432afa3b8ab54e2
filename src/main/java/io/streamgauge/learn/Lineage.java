package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The weights in charge, those promoted first, and those to go back to.
 *
 * <p>A champion passes the gate on windows of the past; what it is worth shows on later ones. So on every judged block the
 * champion of that time is compared with the fallback, on the same windows:
 *
 * <pre>
 *   worse: ℓ(champion) not finite, or ℓ(champion) &gt; ℓ(fallback) + margin · |ℓ(fallback)|
 *   patience blocks in a row worse: the fallback takes charge again
 *   patience blocks in a row not worse: the champion becomes the fallback
 * </pre>
 *
 * <p>The count goes on where one champion follows another, or a lineage that gets a little worse with every version, each
 * within the gate's margin, would never be found out.
 */
final class Lineage {

    private final ProbationSettings settings;
    private Parameters champion;
    private Parameters first;
    private @Nullable Parameters fallback;
    private long promotions;
    private int worse;
    private int good;

    Lineage(ProbationSettings settings, TrainerState state) {
        this.settings = settings;
        champion = state.champion();
        first = state.first();
        promotions = state.promotions();
        fallback = state.probation().fallback();
        worse = state.probation().worse();
        good = state.probation().good();
    }

    Parameters champion() {
        return champion;
    }

    Parameters first() {
        return first;
    }

    /** The weights to go back to, the champion itself where there are no others. */
    Parameters fallback() {
        return fallback == null ? champion : fallback;
    }

    long promotions() {
        return promotions;
    }

    ProbationState probation() {
        return new ProbationState(fallback, worse, good);
    }

    void promote(Parameters promoted) {
        if (promotions == 0) {
            first = promoted;
        }
        champion = promoted;
        promotions++;
        if (fallback == null) {
            fallback = promoted;
        }
    }

    /** Puts weights in charge that somebody has chosen: there is nothing that they would give way to. */
    void install(Parameters chosen) {
        champion = chosen;
        confirm();
    }

    /** Takes in how champion and fallback did on a block's unseen windows. */
    Standing observe(double championLoss, double fallbackLoss) {
        if (settings.patience() == 0 || fallback == null) {
            return Standing.UNCHANGED;
        }
        boolean degraded =
                !Double.isFinite(championLoss) || championLoss > PromotionGate.bound(fallbackLoss, settings.margin());
        worse = degraded ? worse + 1 : 0;
        good = degraded ? 0 : good + 1;
        if (worse >= settings.patience()) {
            champion = fallback;
            confirm();
            return Standing.DEGRADED;
        }
        if (good >= settings.patience()) {
            confirm();
            return Standing.CONFIRMED;
        }
        return Standing.UNCHANGED;
    }

    private void confirm() {
        fallback = champion;
        worse = 0;
        good = 0;
    }
}
