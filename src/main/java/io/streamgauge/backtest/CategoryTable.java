package io.streamgauge.backtest;

import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How well the next events of keys were forecast: by the network and, on the same events, by n-grams and by how frequent
 * each category is.
 *
 * <p>An event counts once something had been issued for it. The network foretells no unknown one; its p of such a one is that
 * of any, the n-grams' that of the very category once they have seen it.
 */
public final class CategoryTable {

    /** Whose figures: the network's, then the n-grams', that of one event first. */
    private static final int COLUMNS = 1 + CategoryBaselines.LONGEST;

    private static final int BLOCK = 100;

    /** Sums over successive events. */
    private static final class Sums {
        private long events;
        private long alarms;
        private final long[] right = new long[COLUMNS];
        private final double[] nats = new double[COLUMNS];

        void add(Sums other) {
            events += other.events;
            alarms += other.alarms;
            Arrays.setAll(right, i -> right[i] + other.right[i]);
            Arrays.setAll(nats, i -> nats[i] + other.nats[i]);
        }

        double accuracy(int column) {
            return right[column] / (double) events;
        }

        double logLoss(int column) {
            return nats[column] / events;
        }

        /** The n-gram that is best by one figure. */
        int bestGram(boolean byAccuracy) {
            int best = 1;
            for (int n = 2; n < COLUMNS; n++) {
                boolean better = byAccuracy ? right[n] > right[best] : nats[n] < nats[best];
                best = better ? n : best;
            }
            return best;
        }
    }

    /** So that a half is known whatever the length turns out to be. */
    private final List<Sums> blocks = new ArrayList<>();

    private long events;

    /**
     * Takes in one event.
     *
     * @param forecast what it brought
     * @param baselines told of it already
     * @param alarm whether an episode opened at it
     */
    public void take(CategoryForecast forecast, CategoryBaselines baselines, boolean alarm) {
        if (events % BLOCK == 0) {
            blocks.add(new Sums());
        }
        events++;
        Sums sums = blocks.get(blocks.size() - 1);
        sums.alarms += alarm ? 1 : 0;
        if (Double.isNaN(forecast.logProbability)) {
            return;
        }
        sums.events++;
        boolean hit = forecast.index != Vocabulary.UNKNOWN && forecast.index == forecast.expected;
        sums.right[0] += hit ? 1 : 0;
        sums.nats[0] += forecast.surprisal();
        for (int n = 1; n < COLUMNS; n++) {
            sums.right[n] += baselines.hits()[n - 1] ? 1 : 0;
            sums.nats[n] += baselines.nats()[n - 1];
        }
    }

    public long events() {
        return events;
    }

    /** A figure of all events. */
    public record Figure(String name, double value, String unit) {}

    private static Sums sum(List<Sums> blocks) {
        Sums sum = new Sums();
        blocks.forEach(sum::add);
        return sum;
    }

    /** For people. */
    public List<String> lines() {
        TextTable table = new TextTable();
        table.row(List.of(
                "next event",
                "events",
                "right: network",
                "n-gram",
                "frequency",
                "nats: network",
                "n-gram",
                "frequency",
                "alarms"));
        table.row(row("all", sum(blocks)));
        table.row(row("second half", sum(blocks.subList(blocks.size() / 2, blocks.size()))));
        return table.lines();
    }

    private static List<String> row(String name, Sums sums) {
        List<String> cells = new ArrayList<>(List.of(name, String.format(Locale.ROOT, "%,d", sums.events)));
        for (int column : new int[] {0, sums.bestGram(true), 1}) {
            cells.add(cell("%.1f %%", 100 * sums.accuracy(column)));
        }
        for (int column : new int[] {0, sums.bestGram(false), 1}) {
            cells.add(cell("%.3f", sums.logLoss(column)));
        }
        cells.add(Long.toString(sums.alarms));
        return cells;
    }

    private static String cell(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** For {@code RESULT} lines; NaN where nothing had been issued. */
    public List<Figure> figures() {
        Sums all = sum(blocks);
        return List.of(
                new Figure("accuracy.network", all.accuracy(0), "share"),
                new Figure("accuracy.ngram", all.accuracy(all.bestGram(true)), "share"),
                new Figure("accuracy.frequency", all.accuracy(1), "share"),
                new Figure("logloss.network", all.logLoss(0), "nats"),
                new Figure("logloss.ngram", all.logLoss(all.bestGram(false)), "nats"),
                new Figure("logloss.frequency", all.logLoss(1), "nats"),
                new Figure("alarms", all.alarms, "alarms"));
    }
}
