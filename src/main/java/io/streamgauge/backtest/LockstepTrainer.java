package io.streamgauge.backtest;

import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.OnlineTrainer;
import io.streamgauge.learn.SharedPrior;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import java.util.List;
import java.util.Optional;

/** The trainer between two rounds: a round's windows are one block, and what it promotes is the next generation. */
final class LockstepTrainer {

    private final ModelTask task;
    private final OnlineTrainer trainer;
    private long generation;

    LockstepTrainer(BacktestSpec spec) {
        task = ModelTask.of(spec.monitor().spec());
        trainer = new OnlineTrainer(task.network(), training(spec), spec.initial());
    }

    private static TrainingSettings training(BacktestSpec spec) {
        return spec.control().training(spec.training(), spec.monitor().spec().windowSteps());
    }

    /** Learns from a round's windows; gives the weights that serve from now on if they are new. */
    Optional<WeightsRecord> learn(List<TrainingSample> samples) {
        samples.forEach(trainer::add);
        if (trainer.isBlockEmpty()) {
            return Optional.empty();
        }
        BlockReport report = trainer.finishBlock(true);
        Parameters promoted = report.promotedParameters();
        if (promoted == null) {
            return Optional.empty();
        }
        generation++;
        // No rollback here: every generation is a version of its own.
        ModelInfo info = new ModelInfo(
                generation,
                generation,
                report.windows(),
                report.untilTime(),
                report.trainLoss(),
                report.gradients().norm(),
                report.candidateLoss(),
                report.championLoss(),
                generation == 1 ? report.candidateLoss() : report.firstLoss());
        WeightsRecord record = new WeightsRecord(info, promoted, task);
        SharedPrior prior = report.prior();
        return Optional.of(prior == null ? record : record.withPrior(prior.mean(), prior.variance()));
    }
}
