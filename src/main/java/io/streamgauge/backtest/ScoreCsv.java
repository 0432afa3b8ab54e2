package io.streamgauge.backtest;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.wire.CsvWriter;
import io.streamgauge.wire.ForecastWriter;
import java.nio.file.Path;

/** Every score as a row of a CSV file: one per event, in the order of the input. */
public final class ScoreCsv implements BacktestListener, AutoCloseable {

    private final CsvWriter out;
    private final int warmUp;

    /**
     * @param warmUp values that must lie before the one whose status is {@code OK}
     */
    public ScoreCsv(Path file, int warmUp) {
        out = CsvWriter.create(file, "key", "time", "value", "anomaly_score", "alert_score", "anomaly_grade", "status");
        this.warmUp = warmUp;
    }

    @Override
    public void stepped(BacktestStep step) {
        AnomalyResult anomaly = step.anomaly();
        boolean warm = step.state().series().count() > warmUp;
        out.text(step.event().key())
                .text(step.event().timeText())
                .number(step.measurement().value())
                .number(anomaly.score)
                .number(anomaly.alertScore)
                .number(anomaly.grade)
                .text(warm ? ForecastWriter.OK : ForecastWriter.WARMING_UP)
                .endRow();
    }

    @Override
    public void close() {
        out.close();
    }
}
