package io.streamgauge.trainer;

import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.GradientReport;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.metrics.TrainerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters and the log of finished blocks. */
final class BlockMeters {

    private static final Logger LOG = LoggerFactory.getLogger(BlockMeters.class);

    private final TrainerMetrics metrics;
    private final TrainingSettings settings;

    BlockMeters(TrainerMetrics metrics, TrainingSettings settings) {
        this.metrics = metrics;
        this.settings = settings;
    }

    /**
     * Tells what became of a block.
     *
     * @param due whether a version might have been published
     */
    void tell(BlockReport report, boolean due) {
        metrics.blockTrained(report.trainLoss(), report.learningRate());
        GradientReport gradients = report.gradients();
        metrics.gradients(
                gradients.layerNorms(),
                gradients.norm(),
                gradients.clippedNorm(),
                gradients.clippedShare(),
                gradients.updateNorm());
        metrics.skippedUpdate(report.skippedUpdates());
        if (report.drifted()) {
            LOG.warn(
                    "The champion's loss on fresh windows, now {}, has risen: training responds for {} blocks",
                    report.championLoss(),
                    settings.drift().blocks());
            metrics.drifted();
        }
        if (report.restored() != null) {
            metrics.rolledBack();
        } else if (due && report.scoredWindows() > 0 && !report.promoted()) {
            metrics.rejected();
        }
        if (report.restarted()) {
            metrics.restarted();
        }
    }
}
