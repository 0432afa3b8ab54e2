package io.streamgauge.app;

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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What people have said of the outcomes of files: each label is learned from once its time has come. That an outcome has
 * begun is told when it begins, that it has lasted when it ends: until then silence would mean that there was none.
 */
final class LabelledHistory {
    private final List<Telling> tellings;
    private final OutcomeAccuracy accuracy;
    private int next;

    /** What is known of a key from a time on. */
    private record Telling(long time, String key, OutcomeLabels.Label label) {}

    private LabelledHistory(List<Telling> tellings, OutcomeAccuracy accuracy) {
        this.tellings = tellings;
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
        OutcomeAccuracy accuracy = new OutcomeAccuracy(
                outcomes.within().map(Duration::toMillis).orElseThrow(), outcomes.unlabelled() == Unlabelled.NO);
        entries.forEach(entry -> accuracy.label(entry.key(), label(entry)));
        List<Telling> tellings = new ArrayList<>();
        for (LabelFile.Entry entry : entries) {
            OutcomeLabels.Label label = label(entry);
            if (label.happened() && label.from() < label.to()) {
                tellings.add(new Telling(
                        label.from(), entry.key(), new OutcomeLabels.Label(label.from(), label.from(), true)));
            }
            tellings.add(new Telling(label.to(), entry.key(), label));
        }
        tellings.sort(Comparator.comparingLong(Telling::time));
        return new LabelledHistory(tellings, accuracy);
    }

    private static OutcomeLabels.Label label(LabelFile.Entry entry) {
        return new OutcomeLabels.Label(
                entry.label().from(), entry.label().to(), entry.label().happened());
    }

    OutcomeAccuracy accuracy() {
        return accuracy;
    }

    /** Says what is known at {@code time} and has not been said, of which key. */
    void tell(long time, BiConsumer<String, OutcomeLabels.Label> learner) {
        while (next < tellings.size() && tellings.get(next).time() <= time) {
            Telling telling = tellings.get(next++);
            learner.accept(telling.key(), telling.label());
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
