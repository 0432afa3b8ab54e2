package io.streamgauge.backtest;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.wire.CsvWriter;
import io.streamgauge.wire.TimeStyle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every forecast as a row of a CSV file: one per event and horizon, in the order of the input. */
public final class ForecastCsv implements BacktestListener, AutoCloseable {

    private final CsvWriter out;
    private final List<Integer> horizons;
    private final Map<String, TimeStyle> styles = new HashMap<>();

    public ForecastCsv(Path file, ForecasterSpec spec) {
        out = CsvWriter.create(
                file, "key", "time", "target_time", "horizon", "yhat", "yhat_median", "yhat_lower", "yhat_upper");
        horizons = spec.horizons();
    }

    @Override
    public void stepped(BacktestStep step) {
        Forecast forecast = step.forecast();
        for (int j = 0; j < horizons.size(); j++) {
            long target = forecast.targetTime[j];
            out.text(step.event().key())
                    .text(step.event().timeText())
                    .text(target == 0 ? "" : style(step.event().key()).format(target, step.event().timeText()))
                    .number(horizons.get(j))
                    .number(forecast.mean[j])
                    .number(forecast.median[j])
                    .number(forecast.lower[j])
                    .number(forecast.upper[j])
                    .endRow();
        }
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
