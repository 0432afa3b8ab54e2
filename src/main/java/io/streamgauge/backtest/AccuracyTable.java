package io.streamgauge.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The tables that a backtest prints: by horizon, and by key. */
public final class AccuracyTable {

    /** Of more keys only the worst are listed. */
    private static final int MOST_KEYS = 20;

    private static final int WORST = 10;

    /** Of more horizons some are left out. */
    private static final int MOST_HORIZONS = 8;

    private AccuracyTable() {}

    /** The lines of both tables. */
    public static List<String> lines(Accuracy accuracy) {
        List<String> lines = new ArrayList<>(horizons(accuracy));
        lines.add("");
        lines.addAll(keys(accuracy));
        return lines;
    }

    private static List<String> horizons(Accuracy accuracy) {
        TextTable table = new TextTable();
        table.row(concat(List.of("steps ahead"), header(accuracy.levels())));
        List<HorizonAccuracy> all = accuracy.byHorizon();
        for (int j = 0; j < all.size(); j++) {
            if (isShown(j, all.size())) {
                String name = Integer.toString(accuracy.horizons().get(j));
                table.row(concat(List.of(name), figures(all.get(j), accuracy.levels())));
            }
        }
        if (all.size() > 1) {
            table.row(concat(List.of("all"), figures(accuracy.overall(), accuracy.levels())));
        }
        return table.lines();
    }

    /** The first and the last, and between them so many that their distances are about equal. */
    private static boolean isShown(int position, int size) {
        int every = (size + MOST_HORIZONS - 1) / MOST_HORIZONS;
        return position == 0 || (position + 1) % every == 0 || position == size - 1;
    }

    private static List<String> keys(Accuracy accuracy) {
        TextTable table = new TextTable();
        List<String> spans = List.of("events", "÷ persistence: 5-20", "1-100");
        table.row(concat(concat(List.of("key"), header(accuracy.levels())), spans));
        for (SeriesAccuracy each : listed(accuracy)) {
            List<String> events = List.of(
                    Long.toString(each.events()),
                    text(each.early().ratio()),
                    text(each.first().ratio()));
            HorizonAccuracy figures = each.overall(accuracy.levels());
            table.row(concat(concat(List.of(each.name()), figures(figures, accuracy.levels())), events));
        }
        List<String> lines = new ArrayList<>(table.lines());
        int all = accuracy.series().size();
        if (all > MOST_KEYS) {
            lines.add("the " + WORST + " of " + all + " keys with the least skill against persistence");
        }
        return lines;
    }

    /** All series where they are few, else the worst. */
    static List<SeriesAccuracy> listed(Accuracy accuracy) {
        List<SeriesAccuracy> all = accuracy.series();
        return all.size() > MOST_KEYS ? worst(accuracy) : all;
    }

    /** The series that gain least on persistence, the worst first. */
    static List<SeriesAccuracy> worst(Accuracy accuracy) {
        return accuracy.series().stream()
                .filter(each -> each.horizon(0).count() > 0)
                .sorted(Comparator.comparingDouble((SeriesAccuracy each) ->
                                each.overall(accuracy.levels()).skillAgainstPersistence())
                        .thenComparing(SeriesAccuracy::name))
                .limit(WORST)
                .toList();
    }

    private static List<String> header(List<Double> levels) {
        List<String> cells =
                new ArrayList<>(List.of("MSE", "MAE", "sMAPE", "MASE", "pinball", "vs persistence", "vs seasonal"));
        for (double level : levels) {
            String percent = percent(level);
            cells.addAll(List.of("in " + percent, "width", "interval", "(Gaussian)"));
        }
        return cells;
    }

    private static List<String> figures(HorizonAccuracy of, List<Double> levels) {
        List<String> cells = new ArrayList<>(List.of(
                text(of.mse()),
                text(of.mae()),
                text(of.smape()),
                text(of.mase()),
                text(of.pinball()),
                signed(of.skillAgainstPersistence()),
                signed(of.skillAgainstSeasonalNaive())));
        for (int i = 0; i < levels.size(); i++) {
            cells.addAll(List.of(
                    text(of.coverage(i)),
                    text(of.meanWidth(i)),
                    text(of.intervalScore(i)),
                    text(of.gaussianIntervalScore(i))));
        }
        return cells;
    }

    /** A level such as {@code .9} as {@code 90%}. */
    static String percent(double level) {
        return text(100 * level) + "%";
    }

    private static String signed(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%+.1f%%", 100 * share) : "-";
    }

    /** Four significant digits, without zeros at the end. */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        if (value != 0 && (size >= 1e7 || size < 1e-4)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int whole = size < 1 ? 0 : (int) Math.floor(Math.log10(size)) + 1;
        String digits = String.format(Locale.ROOT, "%." + Math.max(0, 4 - whole) + "f", value);
        return digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits;
    }

    private static List<String> concat(List<String> left, List<String> right) {
        List<String> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }
}
