package io.streamgauge.trainer;

import io.streamgauge.learn.TrainerState;

/**
 * Where a trainer stands: what it has learned, what it has published and how far it has read.
 *
 * @param state what has been learned
 * @param generation published last; 0 before any
 * @param version published last; 0 before any
 * @param trainLoss of the last block, as the version published next will tell
 * @param gradientNorm of the last block, likewise
 * @param cursor offset of the first window not yet learned from
 * @param replayFrom offset from which the windows of the replay buffer can be read again
 */
record Checkpoint(
        TrainerState state,
        long generation,
        long version,
        double trainLoss,
        double gradientNorm,
        long cursor,
        long replayFrom) {}
