package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * What became of one block: the gate's comparison on its unseen windows, then the training on all of them.
 *
 * @param block number of the block, from 1 on
 * @param windows windows seen since the beginning
 * @param untilTime latest event time seen
 * @param trainLoss mean over the block's updates, 0 if all were skipped
 * @param learningRate of the block's last update
 * @param gradients of the block's updates that were made
 * @param skippedUpdates updates that were not made since loss or gradient was infinite or NaN, or no window was usable
 * @param unusableWindows windows of the block that hold an infinite or NaN value; never scored nor trained on
 * @param scoredWindows windows that the gate compared on; where there were none the three losses are 0
 * @param candidateLoss of the trained weights as they were before this block's training
 * @param championLoss of the weights promoted last, the initial ones before any promotion
 * @param firstLoss of the weights promoted first, the initial ones before any promotion
 * @param fallbackLoss of the weights to go back to
 * @param standing what these windows have shown of the champion that was in charge before them
 * @param restarted whether training has gone on from the champion with fresh moments: it was taken back, or the trained
 *     weights had become infinite or NaN
 * @param promoted whether the trained weights are in charge from now on
 * @param drifted whether the champion's loss has shown on this block's windows that the world has changed
 * @param prior what the readouts of the series have in common, null while there are too few of them
 * @param vocabulary the categories that have a class by now, which grow alone, and what is known of their successions
 * @param restored the weights that are in charge again if the champion was taken back, else null
 * @param promotedParameters the candidate as scored if it was promoted, else null
 */
public record BlockReport(
        long block,
        long windows,
        long untilTime,
        double trainLoss,
        double learningRate,
        GradientReport gradients,
        int skippedUpdates,
        int unusableWindows,
        int scoredWindows,
        double candidateLoss,
        double championLoss,
        double firstLoss,
        double fallbackLoss,
        Standing standing,
        boolean restarted,
        boolean promoted,
        boolean drifted,
        @Nullable SharedPrior prior,
        VocabularyState vocabulary,
        @Nullable Parameters restored,
        @Nullable Parameters promotedParameters) {}
