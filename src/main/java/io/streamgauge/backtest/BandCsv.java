package io.streamgauge.backtest;

import io.streamgauge.wire.CsvWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * How the bands did, as rows of a CSV file: one per key, level and horizon.
 *
 * <p>{@code coverage} is the share of {@code count} values that the band held, {@code interval} its mean interval score,
 * {@code interval_gaussian} that of a band from the running mean and deviation of the same errors.
 */
public final class BandCsv {

    private static final List<String> HEADER =
            List.of("key", "events", "level", "horizon", "count", "coverage", "width", "interval", "interval_gaussian");

    private BandCsv() {}

    public static void write(Path file, Accuracy accuracy) {
        try (CsvWriter out = CsvWriter.create(file, HEADER)) {
            for (SeriesAccuracy series : accuracy.series()) {
                for (int level = 0; level < accuracy.levels().size(); level++) {
                    for (int j = 0; j < accuracy.horizons().size(); j++) {
                        row(out, accuracy, series, level, j);
                    }
                }
            }
        }
    }

    private static void row(CsvWriter out, Accuracy accuracy, SeriesAccuracy series, int level, int j) {
        HorizonAccuracy of = series.horizon(j);
        out.text(series.name())
                .text(Long.toString(series.events()))
                .number(accuracy.levels().get(level))
                .text(Integer.toString(accuracy.horizons().get(j)))
                .text(Long.toString(of.count()))
                .number(of.coverage(level))
                .number(of.meanWidth(level))
                .number(of.intervalScore(level))
                .number(of.gaussianIntervalScore(level))
                .endRow();
    }
}
