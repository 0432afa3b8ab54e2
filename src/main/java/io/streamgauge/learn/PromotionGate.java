package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Window;
import java.util.List;

/**
 * The comparison that decides whether trained weights replace those in service.
 *
 * <p>Candidate, champion and first are scored on the same windows, which none of them has trained on. The candidate is
 * promoted if it differs from the champion, everything is finite, and
 * {@code candidateLoss ≤ championLoss · (1 + margin)}.
 */
final class PromotionGate {

    /** The outcome; the losses are 0 where no window was scored. */
    record Verdict(int scoredWindows, double candidateLoss, double championLoss, double firstLoss, boolean promoted) {}

    private final TruncatedBptt bptt;
    private final double margin;

    PromotionGate(TruncatedBptt bptt, double margin) {
        this.bptt = bptt;
        this.margin = margin;
    }

    Verdict judge(List<Window> unseen, Parameters candidate, Parameters champion, Parameters first) {
        if (unseen.isEmpty()) {
            return new Verdict(0, 0, 0, 0, false);
        }
        double championLoss = bptt.loss(champion, unseen, 0);
        boolean trained = !candidate.equals(champion);
        double candidateLoss = trained ? bptt.loss(candidate, unseen, 0) : championLoss;
        double firstLoss = first.equals(champion) ? championLoss : bptt.loss(first, unseen, 0);
        boolean promoted = trained
                && candidate.isFinite()
                && Double.isFinite(candidateLoss)
                && Double.isFinite(championLoss)
                && candidateLoss <= championLoss * (1 + margin);
        return new Verdict(unseen.size(), candidateLoss, championLoss, firstLoss, promoted);
    }
}
