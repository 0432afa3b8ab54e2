package io.streamgauge.app;

import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.OutcomeAccuracy;
import io.streamgauge.backtest.Reliability;
import io.streamgauge.config.Outcomes;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.config.Unlabelled;
import io.streamgauge.learn.OutcomeLabels;
import io.streamgauge.wire.LabelFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people have said of the outcomes of files: each label is learned from once its time has come. */
final class LabelledHistory {
    private final List<LabelFile.Entry> entries;
    private final OutcomeAccuracy accuracy;
    private int next;

    private LabelledHistory(List<LabelFile.Entry> entries, OutcomeAccuracy accuracy) {
        this.entries = entries;
        this.accuracy = accuracy;
    }

    /**
     * The labels of a backtest; null where the topology has no outcome.
     *
     * @param file the user's; null where there is none, and so no outcome has come
     * @throws UserError for labels of anything else
     */
    static @Nullable LabelledHistory of(TopologyConfig topology, @Nullable Path file) {
        Outcomes outcomes = topology.outcomes();
        if (!outcomes.isOn()) {
            if (file != null) {
                throw new UserError("--labels: found without outcome.within, expected the time in which the outcome"
                        + " begins, such as --set outcome.within=1h");
            }
            return null;
        }
        List<LabelFile.Entry> entries = file == null ? new ArrayList<>() : LabelFile.read(file);
        for (LabelFile.Entry entry : entries) {
            if (!entry.label().label().isOfOutcome()) {
                throw new UserError("--labels: found '" + entry.label().word() + "' of '" + entry.key()
                        + "', expected outcome or no-outcome");
            }
        }
        entries.sort(Comparator.comparingLong(entry -> entry.label().to()));
        OutcomeAccuracy accuracy = new OutcomeAccuracy(
                outcomes.within().map(Duration::toMillis).orElseThrow(), outcomes.unlabelled() == Unlabelled.NO);
        entries.forEach(entry -> accuracy.label(entry.key(), label(entry)));
        return new LabelledHistory(entries, accuracy);
    }

    private static OutcomeLabels.Label label(LabelFile.Entry entry) {
        return new OutcomeLabels.Label(
                entry.label().from(), entry.label().to(), entry.label().happened());
    }

    OutcomeAccuracy accuracy() {
        return accuracy;
    }

    /** Says what is known at {@code time}. */
    void tell(long time, Backtest backtest) {
        while (next < entries.size() && entries.get(next).label().to() <= time) {
            LabelFile.Entry entry = entries.get(next++);
            backtest.label(entry.key(), label(entry));
        }
    }

    /** A {@code RESULT} line per figure; none where no forecast can be judged. */
    List<String> lines() {
        Reliability reliability = accuracy.reliability();
        if (reliability.count() == 0) {
            return List.of();
        }
        return List.of(
                ResultLine.of("outcome.forecasts", reliability.count(), "records"),
                ResultLine.of("outcome.base_rate", reliability.baseRate(), "share"),
                ResultLine.of("outcome.brier", reliability.brier(), "score"),
                ResultLine.of("outcome.brier.base_rate", reliability.brierOfBaseRate(), "score"),
                ResultLine.of("outcome.calibration_error", reliability.calibrationError(), "share"));
    }
}
