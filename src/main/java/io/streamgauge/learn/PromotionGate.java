package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Window;
import java.util.List;

/**
 * The comparison that decides whether trained weights replace those in service.
 *
 * <p>Candidate, champion and first are scored on the same windows, which none of them has trained on. The candidate is
 * promoted if it differs from the champion, everything is finite, and
 * {@code candidateLoss ≤ championLoss + margin · |championLoss|}.
 */
final class PromotionGate {

    /** The outcome; the losses are 0 where no window was scored. */
    record Verdict(int scoredWindows, double candidateLoss, double championLoss, double firstLoss, boolean promoted) {}

    private final TruncatedBptt bptt;
    private final int burnIn;
    private final double margin;

    /**
     * @param burnIn steps at the beginning of a window that do not count
     * @param margin share by which the candidate's loss may exceed the champion's
     */
    PromotionGate(TruncatedBptt bptt, int burnIn, double margin) {
        this.bptt = bptt;
        this.burnIn = burnIn;
        this.margin = margin;
    }

    Verdict judge(List<Window> unseen, Parameters candidate, Parameters champion, Parameters first) {
        if (unseen.isEmpty()) {
            return new Verdict(0, 0, 0, 0, false);
        }
        double championLoss = bptt.loss(champion, unseen, burnIn);
        boolean trained = !candidate.equals(champion);
        double candidateLoss = trained ? bptt.loss(candidate, unseen, burnIn) : championLoss;
        double firstLoss = first.equals(champion) ? championLoss : bptt.loss(first, unseen, burnIn);
        boolean promoted = trained
                && candidate.isFinite()
                && Double.isFinite(candidateLoss)
                && Double.isFinite(championLoss)
                && candidateLoss <= bound(championLoss, margin);
        return new Verdict(unseen.size(), candidateLoss, championLoss, firstLoss, promoted);
    }

    /** The loss of other weights on the same windows. */
    double loss(Parameters weights, List<Window> unseen) {
        return bptt.loss(weights, unseen, burnIn);
    }

    /** The largest loss that passes: a negative log-likelihood may be below 0. */
    static double bound(double reference, double margin) {
        return reference >= 0 ? reference * (1 + margin) : reference * (1 - margin);
    }
}
