package io.streamgauge.app;

import io.streamgauge.backtest.Accuracy;
import io.streamgauge.backtest.AccuracyTable;
import io.streamgauge.backtest.HorizonAccuracy;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.wire.StateCodec;
import java.util.ArrayList;
import java.util.List;

/** What {@code backtest} prints: the tables, what was refused, and a {@code RESULT} line per figure. */
final class BacktestReport {

    private BacktestReport() {}

    /**
     * The lines.
     *
     * @param skippedCells cells that were empty or no number
     */
    static List<String> lines(ForecasterSpec spec, Accuracy accuracy, long skippedCells) {
        List<String> lines = new ArrayList<>(AccuracyTable.lines(accuracy));
        lines.add("");
        accuracy.rejected()
                .forEach((reason, count) -> lines.add("refused as " + reason.id() + ": " + count + " events"));
        if (skippedCells > 0) {
            lines.add("left out as empty or not numeric: " + skippedCells + " cells");
        }
        counts(spec, accuracy, lines);
        figures(accuracy, lines);
        return lines;
    }

    private static void counts(ForecasterSpec spec, Accuracy accuracy, List<String> lines) {
        result(lines, "events", accuracy.events(), "events");
        result(lines, "forecasts", accuracy.steps(), "records");
        result(lines, "dead_letters", accuracy.events() - accuracy.steps(), "records");
        result(
                lines,
                "keys",
                accuracy.series().size() / (double) accuracy.targets().size(),
                "keys");
        result(lines, "versions", accuracy.versions(), "versions");
        result(lines, "us_per_event", accuracy.microsPerStep(), "us");
        result(lines, "bytes_per_key", new StateCodec(spec).encodedBytes(true), "bytes");
    }

    private static void figures(Accuracy accuracy, List<String> lines) {
        HorizonAccuracy overall = accuracy.overall();
        result(lines, "mse", overall.mse(), "units2");
        result(lines, "mae", overall.mae(), "units");
        result(lines, "smape", overall.smape(), "percent");
        result(lines, "mase", overall.mase(), "scale");
        result(lines, "pinball", overall.pinball(), "units");
        result(lines, "skill.persistence", overall.skillAgainstPersistence(), "share");
        result(lines, "skill.seasonal_naive", overall.skillAgainstSeasonalNaive(), "share");
        result(lines, "mae.persistence", accuracy.mae(Expert.PERSISTENCE), "units");
        result(lines, "mae.network", accuracy.mae(Expert.NETWORK), "units");
        result(lines, "mae.mix", accuracy.byHorizon().get(0).mae(), "units");
        for (int i = 0; i < accuracy.levels().size(); i++) {
            String percent = Long.toString(Math.round(100 * accuracy.levels().get(i)));
            result(lines, "coverage." + percent, overall.coverage(i), "share");
            result(lines, "interval." + percent, overall.intervalScore(i), "units");
            result(lines, "interval.gaussian." + percent, overall.gaussianIntervalScore(i), "units");
        }
    }

    /** A figure; left out where nothing was there to measure it on. */
    private static void result(List<String> lines, String name, double value, String unit) {
        if (Double.isFinite(value)) {
            lines.add(ResultLine.of(name, value, unit));
        }
    }
}
