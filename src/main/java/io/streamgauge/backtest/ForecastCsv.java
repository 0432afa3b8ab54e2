package io.streamgauge.backtest;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.wire.CsvWriter;
import io.streamgauge.wire.TimeStyle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every forecast as a row of a CSV file: one per event and horizon, in the order of the input. The band is the first
 * level's. Several targets follow each other and are named in a further column.
 */
public final class ForecastCsv implements BacktestListener, AutoCloseable {

    /** The names of the columns. */
    public static final List<String> HEADER =
            List.of("key", "time", "target_time", "horizon", "yhat", "yhat_median", "yhat_lower", "yhat_upper");

    private final CsvWriter out;
    private final List<String> targets;
    private final List<Integer> horizons;
    private final Map<String, TimeStyle> styles = new HashMap<>();

    public ForecastCsv(Path file, ForecasterSpec spec) {
        targets = spec.targets();
        horizons = spec.horizons();
        out = CsvWriter.create(file, targets.size() == 1 ? HEADER : ScoreCsv.withTarget(HEADER));
    }

    @Override
    public void stepped(BacktestStep step) {
        String example = step.event().timeText();
        for (int k = 0; k < targets.size(); k++) {
            TargetForecast forecast = step.forecast().targets[k];
            for (int j = 0; j < horizons.size(); j++) {
                long target = step.forecast().targetTime[j];
                out.text(step.event().key())
                        .text(example)
                        .text(target == 0 ? "" : style(step.event().key()).format(target, example))
                        .number(horizons.get(j));
                numbers(forecast, j);
                if (targets.size() > 1) {
                    out.text(targets.get(k));
                }
                out.endRow();
            }
        }
    }

    private void numbers(TargetForecast forecast, int j) {
        out.number(forecast.mean[j])
                .number(forecast.median[j])
                .number(forecast.lower[0][j])
                .number(forecast.upper[0][j]);
    }

    /** Files may write their times in different ways. */
    private TimeStyle style(String key) {
        return styles.computeIfAbsent(key, unseen -> new TimeStyle());
    }

    @Override
    public void close() {
        out.close();
    }
}
