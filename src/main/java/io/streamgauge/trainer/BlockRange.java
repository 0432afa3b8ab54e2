package io.streamgauge.trainer;

import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.wire.ModelDecision.Kind;
import java.util.Locale;

/**
 * The windows of a block by their offsets, and what the training before it came to.
 *
 * @param replayFrom oldest window that batches could be drawn from
 * @param from first window of the block
 * @param until after its last
 * @param trainLoss of the block before it, the last that the judged weights were trained on
 * @param gradientNorm likewise
 */
record BlockRange(long replayFrom, long from, long until, double trainLoss, double gradientNorm) {

    /** Why something was decided, in words. */
    static String reason(Kind kind, TrainingSettings settings) {
        return switch (kind) {
            case PROMOTED ->
                "the candidate's loss on unseen windows is at most " + share(settings.promotionMargin())
                        + " above the champion's";
            case REJECTED ->
                "the candidate is the champion, not finite, or more than " + share(settings.promotionMargin())
                        + " worse on unseen windows";
            case ROLLED_BACK ->
                "more than " + share(settings.probation().margin()) + " worse than the version before on "
                        + settings.probation().patience() + " blocks in a row";
            case RESTARTED -> "the trained weights were not finite: training goes on from the champion";
            case REQUESTED, REFUSED -> "on request";
        };
    }

    private static String share(double margin) {
        return String.format(Locale.ROOT, "%.4g %%", 100 * margin);
    }
}
