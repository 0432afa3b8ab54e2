package io.streamgauge.backtest;

import io.streamgauge.anomaly.CategoryScore;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.wire.CsvWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Every event of categories as a row of a CSV file, in the order of the input; columns as those of {@link ScoreCsv}. */
public final class CategoryScoreCsv implements AutoCloseable {

    private final CsvWriter out;

    public CategoryScoreCsv(Path file) {
        out = CsvWriter.create(
                file,
                List.of(
                        "key",
                        "time",
                        "category",
                        "surprisal",
                        "expected",
                        "anomaly_score",
                        "alert_score",
                        "anomaly_grade",
                        "status"));
    }

    /**
     * One row.
     *
     * @param forecast what the event brought
     * @param vocabulary that served it
     */
    public void row(
            String key,
            long time,
            CategoryForecast forecast,
            Vocabulary vocabulary,
            CategoryScore score,
            String status) {
        boolean issued = !Double.isNaN(forecast.logProbability);
        out.text(key)
                .text(Instant.ofEpochMilli(time).toString())
                .text(forecast.name)
                .text(issued ? Double.toString(forecast.surprisal()) : "")
                .text(issued ? vocabulary.name(forecast.expected) : "")
                .number(score.score)
                .number(score.alertScore)
                .number(score.grade)
                .text(status)
                .endRow();
    }

    @Override
    public void close() {
        out.close();
    }
}
