package io.streamgauge.backtest;

import io.streamgauge.forecast.ReadoutPrior;
import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.OnlineTrainer;
import io.streamgauge.learn.SharedPrior;
import io.streamgauge.learn.Standing;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trainer between two rounds: a round's windows are one block, and what it promotes is the next generation.
 *
 * <p>A prior that it was given stays until its own windows make one. A champion that degrades gives way to the version
 * before it, as the next generation.
 */
final class LockstepTrainer {

    private final ModelTask task;
    private final OnlineTrainer trainer;
    private @Nullable ReadoutPrior prior;
    private @Nullable BlockReport latest;
    private @Nullable WeightsRecord champion;
    private @Nullable WeightsRecord fallback;
    private long generation;
    private long version;
    private long promotions;

    LockstepTrainer(BacktestSpec spec) {
        task = ModelTask.of(spec.monitor().spec());
        trainer = new OnlineTrainer(task.network(), training(spec), spec.initial());
        prior = spec.start().prior();
        generation = spec.start().generation();
        version = spec.start().version();
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
        latest = report;
        @Nullable SharedPrior shared = report.prior();
        if (shared != null) {
            prior = new ReadoutPrior(shared.mean(), shared.variance());
        }
        if (report.standing() == Standing.CONFIRMED) {
            fallback = champion;
        }
        WeightsRecord next = next(report);
        if (next != null) {
            champion = next;
            fallback = fallback == null ? next : fallback;
        }
        return Optional.ofNullable(next);
    }

    /** The weights that take charge after a block; null where none do. */
    private @Nullable WeightsRecord next(BlockReport report) {
        WeightsRecord before = fallback;
        if (report.restored() != null && before != null) {
            generation++;
            return before.numbered(generation, before.info().version());
        }
        Parameters promoted = report.promotedParameters();
        if (promoted == null) {
            return null;
        }
        generation++;
        version++;
        promotions++;
        return record(report, promoted, generation, version);
    }

    boolean hasTrained() {
        return latest != null;
    }

    /** What has been learned up to the last block, as a first version of its own. */
    WeightsRecord trained() {
        BlockReport report = latest;
        if (report == null) {
            throw new IllegalStateException("nothing has been learned: no window has come");
        }
        return record(report, trainer.checkpoint().candidate(), 1, 1);
    }

    private WeightsRecord record(BlockReport report, Parameters parameters, long asGeneration, long asVersion) {
        ModelInfo info = new ModelInfo(
                asGeneration,
                asVersion,
                report.windows(),
                report.untilTime(),
                report.trainLoss(),
                report.gradients().norm(),
                report.candidateLoss(),
                report.championLoss(),
                promotions <= 1 ? report.candidateLoss() : report.firstLoss());
        return new WeightsRecord(info, parameters, task, prior);
    }
}
