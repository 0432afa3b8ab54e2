package io.streamgauge.wire;

/**
 * Provenance of one version of the shared weights, as carried in the metadata of its record on the weights topic.
 *
 * <p>The losses are means over the windows of the promotion gate, which none of the compared weights had trained on:
 * {@code gateLoss} is this version's, {@code parentLoss} the version's it replaced, {@code firstLoss} the first trained
 * version's.
 *
 * @param generation rises by one with every change of champion; 0 is the untrained network
 * @param version number of the weights; a rollback is a new generation with an old version
 * @param windows windows trained on so far
 * @param untilTime latest event time (epoch milliseconds) that training has seen
 * @param trainLoss mean training loss of the last block that these weights were trained on
 * @param gradientNorm mean global gradient norm before clipping in that block
 */
public record ModelInfo(
        long generation,
        long version,
        long windows,
        long untilTime,
        double trainLoss,
        double gradientNorm,
        double gateLoss,
        double parentLoss,
        double firstLoss) {

    /** Whether both can be a generation and a version: from 1 to 2³¹ − 1, for which a key's state has room. */
    static boolean areNumbers(long generation, long version) {
        return generation >= 1 && version >= 1 && generation <= Integer.MAX_VALUE && version <= Integer.MAX_VALUE;
    }

    /** The same training under other numbers. */
    public ModelInfo numbered(long asGeneration, long asVersion) {
        return new ModelInfo(
                asGeneration, asVersion, windows, untilTime, trainLoss, gradientNorm, gateLoss, parentLoss, firstLoss);
    }
}
