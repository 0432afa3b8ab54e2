package io.streamgauge.learn;

/**
 * How an {@link OnlineTrainer} learns.
 *
 * @param loss of one target
 * @param schedule of Adam's learning rate; a loss observed is the candidate's on a block's unseen windows
 * @param drift what follows where the champion's loss rises
 * @param clipNorm bound on the global gradient norm
 * @param batch windows per update
 * @param updatesPerBlock updates after each block
 * @param blockWindows new windows that make a block
 * @param replayWindows most recent windows kept for replay
 * @param burnIn steps at the beginning of a window that have no part in the loss and only bring the hidden state up to
 *     the present weights, as in R2D2 (Kapturowski et al. 2019); there no gradient flows through them, here it does
 * @param promotionMargin share by which a candidate's loss may exceed the champion's and still be promoted; negative
 *     demands that it be lower
 * @param probation when a champion is taken back
 * @param seed of the sampling from the replay buffer
 * @param templates whether categories are masked log lines, alike ones of which share a class
 * @param headOnly whether all tensors but the head's keep their first values, so that the recurrent layers stay random
 */
public record TrainingSettings(
        Loss loss,
        LearningRateSchedule schedule,
        DriftSettings drift,
        double clipNorm,
        int batch,
        int updatesPerBlock,
        int blockWindows,
        int replayWindows,
        int burnIn,
        double promotionMargin,
        ProbationSettings probation,
        long seed,
        boolean templates,
        boolean headOnly) {

    /** Every tensor learns, and no champion is taken back. */
    public TrainingSettings(
            Loss loss,
            LearningRateSchedule schedule,
            DriftSettings drift,
            double clipNorm,
            int batch,
            int updatesPerBlock,
            int blockWindows,
            int replayWindows,
            int burnIn,
            double promotionMargin,
            long seed) {
        this(
                loss,
                schedule,
                drift,
                clipNorm,
                batch,
                updatesPerBlock,
                blockWindows,
                replayWindows,
                burnIn,
                promotionMargin,
                ProbationSettings.NONE,
                seed,
                false,
                false);
    }

    public TrainingSettings {
        Requirements.positive("clipNorm", clipNorm);
        Requirements.atLeast("batch", batch, 1);
        Requirements.atLeast("updatesPerBlock", updatesPerBlock, 1);
        Requirements.atLeast("blockWindows", blockWindows, 1);
        Requirements.atLeast("replayWindows", replayWindows, 1);
        Requirements.atLeast("burnIn", burnIn, 0);
        Requirements.positive("1 + promotionMargin", 1 + promotionMargin);
    }

    /** The same, but that all tensors except the head's keep their first values. */
    public TrainingSettings trainingTheHeadOnly() {
        return new TrainingSettings(
                loss,
                schedule,
                drift,
                clipNorm,
                batch,
                updatesPerBlock,
                blockWindows,
                replayWindows,
                burnIn,
                promotionMargin,
                probation,
                seed,
                templates,
                true);
    }

    /** The same with champions that are taken back where they degrade. */
    public TrainingSettings withProbation(ProbationSettings settings) {
        return new TrainingSettings(
                loss,
                schedule,
                drift,
                clipNorm,
                batch,
                updatesPerBlock,
                blockWindows,
                replayWindows,
                burnIn,
                promotionMargin,
                settings,
                seed,
                templates,
                headOnly);
    }

    /** The same for masked log lines as categories, or not. */
    public TrainingSettings withTemplates(boolean masked) {
        return new TrainingSettings(
                loss,
                schedule,
                drift,
                clipNorm,
                batch,
                updatesPerBlock,
                blockWindows,
                replayWindows,
                burnIn,
                promotionMargin,
                probation,
                seed,
                masked,
                headOnly);
    }

    /** The same for windows of one step, into which each window of {@code steps} steps has been cut. */
    public TrainingSettings forSingleSteps(int steps) {
        return new TrainingSettings(
                loss,
                schedule,
                drift,
                clipNorm,
                Math.multiplyExact(batch, steps),
                updatesPerBlock,
                Math.multiplyExact(blockWindows, steps),
                Math.multiplyExact(replayWindows, steps),
                0,
                promotionMargin,
                probation,
                seed,
                templates,
                headOnly);
    }
}
