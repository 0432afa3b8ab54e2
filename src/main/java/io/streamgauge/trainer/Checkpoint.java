package io.streamgauge.trainer;

import io.streamgauge.learn.TrainerState;

/**
 * Where a trainer stands: what it has learned, what it has published and how far it has read.
 *
 * @param state what has been learned
 * @param ledger what has been published
 * @param trainLoss of the last block, as the version published next will tell
 * @param gradientNorm of the last block, likewise
 * @param cursor offset of the first window not yet learned from
 * @param replayFrom offset from which the windows of the replay buffer can be read again
 * @param requestCursor offset of the first request not yet decided on
 */
record Checkpoint(
        TrainerState state,
        Ledger ledger,
        double trainLoss,
        double gradientNorm,
        long cursor,
        long replayFrom,
        long requestCursor) {}
