package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.wire.CsvWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well each key is forecast from its first events on, as a row of a CSV file: the mean absolute one-step errors of
 * its first target in events 5 to 20, of each expert, of the mean and of the median. Keys stand in the order in which they
 * began; one with fewer events is left out.
 */
public final class EarlyCsv implements BacktestListener, AutoCloseable {

    private static final int EXPERTS = Expert.ALL.size();
    private static final long SCORED = SeriesAccuracy.EARLY_UNTIL - SeriesAccuracy.EARLY_FROM + 1;

    /** What one key's forecasts have missed by; the last two sums are those of mean and median. */
    private static final class Sums {
        private final double[] errors = new double[EXPERTS + 2];
        private double median;
        private long scored;
    }

    private final CsvWriter out;
    private final Map<String, Sums> byKey = new LinkedHashMap<>();

    public EarlyCsv(Path file) {
        List<String> header = new ArrayList<>(List.of("key"));
        Expert.ALL.forEach(expert -> header.add(expert.id()));
        header.addAll(List.of("mean", "median"));
        out = CsvWriter.create(file, header);
    }

    @Override
    public void stepped(BacktestStep step) {
        long number = step.state().series().count();
        if (number > SeriesAccuracy.EARLY_UNTIL) {
            return;
        }
        Sums sums = byKey.computeIfAbsent(step.event().key(), key -> new Sums());
        TargetForecast target = step.forecast().first();
        if (number >= SeriesAccuracy.EARLY_FROM && target.hasPrevious && !target.missing) {
            for (int e = 0; e < EXPERTS; e++) {
                sums.errors[e] += Math.abs(target.value - target.previousByExpert[e]);
            }
            sums.errors[EXPERTS] += Math.abs(target.value - target.previousMean);
            sums.errors[EXPERTS + 1] += Math.abs(target.value - sums.median);
            sums.scored++;
        }
        sums.median = target.median[0];
    }

    @Override
    public void close() {
        byKey.forEach((key, sums) -> {
            if (sums.scored == SCORED) {
                out.text(key);
                for (double error : sums.errors) {
                    out.number(error / SCORED);
                }
                out.endRow();
            }
        });
        out.close();
    }
}
