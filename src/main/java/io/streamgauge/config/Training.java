package io.streamgauge.config;

import java.time.Duration;
import java.util.List;

/** How the sidecar learns; batch, block and replay count windows, {@code burnIn} steps. */
public record Training(
        LossKind loss,
        List<Double> quantiles,
        Target target,
        double learningRate,
        RateSchedule schedule,
        int scheduleUpdates,
        double driftBoost,
        int driftBlocks,
        double clipNorm,
        double huberDelta,
        int batch,
        int updates,
        int block,
        int replay,
        int burnIn,
        double margin,
        double rollbackMargin,
        int rollbackPatience,
        Duration publishInterval) {

    static Training of(Values values) {
        return new Training(
                values.get(TrainerKeys.LOSS),
                values.get(TrainerKeys.QUANTILES),
                values.get(TrainerKeys.TARGET),
                values.get(TrainerKeys.LEARNING_RATE),
                values.get(TrainerKeys.SCHEDULE),
                values.get(TrainerKeys.SCHEDULE_UPDATES),
                values.get(TrainerKeys.DRIFT_BOOST),
                values.get(TrainerKeys.DRIFT_BLOCKS),
                values.get(TrainerKeys.CLIP_NORM),
                values.get(TrainerKeys.HUBER_DELTA),
                values.get(TrainerKeys.BATCH),
                values.get(TrainerKeys.UPDATES),
                values.get(TrainerKeys.BLOCK),
                values.get(TrainerKeys.REPLAY),
                values.get(TrainerKeys.BURN_IN),
                values.get(TrainerKeys.MARGIN),
                values.get(TrainerKeys.ROLLBACK_MARGIN),
                values.get(TrainerKeys.ROLLBACK_PATIENCE),
                values.get(TrainerKeys.PUBLISH_INTERVAL));
    }
}
