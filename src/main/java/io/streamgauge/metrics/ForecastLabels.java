package io.streamgauge.metrics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The closed sets of label values that a forecaster's meters have, beside those fixed in code.
 *
 * @param deadLetterReasons the reasons that have a counter of their own
 * @param weightsRejectedReasons the same for weights that failed a check
 * @param kinds the kinds of anomaly that have a counter of their own
 * @param horizons steps ahead that are forecast, of which at most {@link #MOST_HORIZONS} are exported
 * @param watched the keys whose values are exported, at most {@link #MOST_WATCHED}
 */
public record ForecastLabels(
        List<String> deadLetterReasons,
        List<String> weightsRejectedReasons,
        List<String> kinds,
        List<Integer> horizons,
        List<String> watched) {

    /** Keys that may be watched: seven series each. */
    public static final int MOST_WATCHED = 50;

    /** Horizons whose errors are exported: the first, the last, and two between them. */
    static final int MOST_HORIZONS = 4;

    public ForecastLabels {
        if (watched.size() > MOST_WATCHED) {
            throw new IllegalArgumentException(
                    "%d watched keys, expected at most %d".formatted(watched.size(), MOST_WATCHED));
        }
        deadLetterReasons = List.copyOf(deadLetterReasons);
        weightsRejectedReasons = List.copyOf(weightsRejectedReasons);
        kinds = List.copyOf(kinds);
        horizons = List.copyOf(horizons);
        watched = List.copyOf(watched);
    }

    /** No label values: everything counts as {@code other}. */
    public static ForecastLabels none() {
        return new ForecastLabels(List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Positions of the exported horizons, evenly spread. */
    int[] exportedHorizons() {
        int last = horizons.size() - 1;
        if (last < 0) {
            return new int[0];
        }
        return IntStream.range(0, MOST_HORIZONS)
                .map(i -> Math.round(i * last / (float) (MOST_HORIZONS - 1)))
                .distinct()
                .toArray();
    }
}
