package io.streamgauge.backtest;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.wire.CsvWriter;
import io.streamgauge.wire.ForecastWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every score as a row of a CSV file: one per event, in the order of the input. Where there are several targets, the one
 * that surprised most stands in a further column, and its value in {@code value}.
 */
public final class ScoreCsv implements BacktestListener, AutoCloseable {

    private static final List<String> HEADER =
            List.of("key", "time", "value", "anomaly_score", "alert_score", "anomaly_grade", "status");

    private final CsvWriter out;
    private final List<String> targets;
    private final int warmUp;

    /**
     * @param warmUp values that must lie before the one whose status is {@code OK}
     */
    public ScoreCsv(Path file, ForecasterSpec spec, int warmUp) {
        targets = spec.targets();
        this.warmUp = warmUp;
        out = CsvWriter.create(file, targets.size() == 1 ? HEADER : withTarget(HEADER));
    }

    /** A header with the column that names the target. */
    static List<String> withTarget(List<String> header) {
        List<String> longer = new ArrayList<>(header);
        longer.add("target");
        return longer;
    }

    @Override
    public void stepped(BacktestStep step) {
        AnomalyResult anomaly = step.anomaly();
        Forecast forecast = step.forecast();
        boolean warm = step.state().series().count() > warmUp;
        out.text(step.event().key())
                .text(step.event().timeText())
                .number(forecast.loudest().value)
                .number(anomaly.score)
                .number(anomaly.alertScore)
                .number(anomaly.grade)
                .text(warm ? ForecastWriter.OK : ForecastWriter.WARMING_UP);
        if (targets.size() > 1) {
            out.text(targets.get(Arrays.asList(forecast.targets).indexOf(forecast.loudest())));
        }
        out.endRow();
    }

    @Override
    public void close() {
        out.close();
    }
}
