package io.streamgauge.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The table of the settings that were tried. */
public final class TuningTable {

    private TuningTable() {}

    /**
     * The lines.
     *
     * @param keys of the settings, in the order of their columns
     * @param bytes of a key under some settings
     */
    public static List<String> lines(
            List<String> keys, List<SettingSearch.Trial> trials, ToIntFunction<Map<String, String>> bytes) {
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("trial"));
        header.addAll(keys);
        header.addAll(List.of("skill", "MSE skill", "MAE skill", "in band", "µs/event", "bytes/key"));
        table.row(header);
        for (SettingSearch.Trial trial : trials) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(trial.number())));
            keys.forEach(key -> cells.add(trial.settings().get(key)));
            TuningScore score = trial.score();
            cells.addAll(List.of(
                    percent(score.skill()),
                    percent(score.mseSkill()),
                    percent(score.maeSkill()),
                    percent(score.coverage()),
                    AccuracyTable.text(score.micros()),
                    Integer.toString(bytes.applyAsInt(trial.settings()))));
            table.row(cells);
        }
        return table.lines();
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.2f%%", 100 * share) : "-";
    }
}
