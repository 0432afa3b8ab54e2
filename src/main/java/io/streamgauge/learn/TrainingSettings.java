package io.streamgauge.learn;

/**
 * How an {@link OnlineTrainer} learns.
 *
 * @param huberDelta error beyond which the loss is linear, in units of the targets
 * @param learningRate Adam's
 * @param clipNorm bound on the global gradient norm
 * @param batch windows per update
 * @param updatesPerBlock updates after each block
 * @param blockWindows new windows that make a block
 * @param replayWindows most recent windows kept for replay
 * @param promotionMargin share by which a candidate's loss may exceed the champion's and still be promoted; negative
 *     demands that it be lower
 * @param seed of the sampling from the replay buffer
 */
public record TrainingSettings(
        double huberDelta,
        double learningRate,
        double clipNorm,
        int batch,
        int updatesPerBlock,
        int blockWindows,
        int replayWindows,
        double promotionMargin,
        long seed) {

    public TrainingSettings {
        Requirements.positive("huberDelta", huberDelta);
        Requirements.positive("learningRate", learningRate);
        Requirements.positive("clipNorm", clipNorm);
        Requirements.atLeast("batch", batch, 1);
        Requirements.atLeast("updatesPerBlock", updatesPerBlock, 1);
        Requirements.atLeast("blockWindows", blockWindows, 1);
        Requirements.atLeast("replayWindows", replayWindows, 1);
        Requirements.positive("1 + promotionMargin", 1 + promotionMargin);
    }
}
