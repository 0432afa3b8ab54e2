package io.streamgauge.app;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryMonitor.KeyCategories;
import io.streamgauge.backtest.CategoryBacktest;
import io.streamgauge.backtest.CategoryBaselines;
import io.streamgauge.backtest.CategoryScoreCsv;
import io.streamgauge.backtest.CategoryTable;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.stream.CategoryReader;
import io.streamgauge.trainer.TrainerSpec;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.ForecastWriter;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.RejectedEventException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** {@code backtest} of categories: the core that a topic of them runs, over files of raw events. */
final class CategoryFiles {

    private final TopologyConfig topology;
    private final Clock clock;
    private final KeyReader keys;
    private final Admission admission;
    private final CategoryMonitor monitor;
    private final CategoryBacktest backtest;
    private final CategoryBaselines baselines = new CategoryBaselines();
    private final CategoryTable table = new CategoryTable();

    /** @param round events from one generation to the next */
    CategoryFiles(TopologyConfig topology, int round, Clock clock) {
        this.topology = topology;
        this.clock = clock;
        keys = new KeyReader(topology.limits().maxKeyBytes());
        admission = new Admission(topology.limits().maxFuture());
        TrainerSpec trainer = Wiring.trainer(topology, Duration.ZERO, true);
        monitor = Objects.requireNonNull(Wiring.categories(topology));
        backtest = new CategoryBacktest(monitor, trainer.settings(), topology.seed(), round);
    }

    /**
     * Takes the events of the files; gives the table and {@code RESULT} lines.
     *
     * @param most events to take at most, 0 for no limit
     * @param scoresFile where each event's score goes; null for nowhere
     */
    List<String> run(InputOptions input, long most, @Nullable Path scoresFile) {
        CategoryReader reader = new CategoryReader(topology);
        try (MergedLines<CategoryReader.Event> lines = new MergedLines<>(
                        input.files, input.separator, topology, reader::read, CategoryReader.Event::time);
                @Nullable CategoryScoreCsv scores = scoresFile == null ? null : new CategoryScoreCsv(scoresFile);
                ProgressBar progress = Progress.bar("events", most > 0 ? most : InputEvents.UNKNOWN)) {
            while (lines.hasNext() && (most == 0 || table.events() < most)) {
                MergedLines.Line<CategoryReader.Event> line = lines.next();
                try {
                    take(keys.read(line.key()), line.event(), scores);
                } catch (RejectedEventException e) {
                    lines.refuse(e.reason());
                }
                progress.step();
            }
            return report(lines.refused());
        }
    }

    private void take(String key, CategoryReader.Event event, @Nullable CategoryScoreCsv scores)
            throws RejectedEventException {
        admission.refuseFuture(event.time(), clock.millis());
        KeyCategories state = backtest.state(key);
        admission.refuseLate(event.time(), state.series());
        Vocabulary vocabulary = backtest.model().vocabulary();
        backtest.take(key, event.time(), event.category());
        baselines.take(key, event.category());
        table.take(backtest.forecast(), baselines, backtest.score().hasOpened());
        if (scores != null) {
            String status = monitor.isWarm(state) ? ForecastWriter.OK : ForecastWriter.WARMING_UP;
            scores.row(key, event.time(), backtest.forecast(), vocabulary, backtest.score(), status);
        }
    }

    private List<String> report(List<String> refused) {
        List<String> lines = new ArrayList<>(refused);
        lines.addAll(table.lines());
        lines.add("");
        lines.add(ResultLine.of("events", table.events(), "events"));
        lines.add(ResultLine.of("keys", backtest.keys(), "keys"));
        lines.add(ResultLine.of("versions", backtest.model().generation(), "versions"));
        lines.add(ResultLine.of("categories", backtest.model().vocabulary().size(), "categories"));
        for (CategoryTable.Figure figure : table.figures()) {
            if (Double.isFinite(figure.value())) {
                lines.add(ResultLine.of(figure.name(), figure.value(), figure.unit()));
            }
        }
        return lines;
    }
}
