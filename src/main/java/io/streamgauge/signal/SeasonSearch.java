package io.streamgauge.signal;

import java.util.Arrays;
import java.util.List;

/**
 * The season of series whose values stand at equal distances, found from the values alone.
 *
 * <pre>
 *   d_t(S) = y_t − m_t(S)              m(S): centred moving mean over S values
 *   r(S)   = Σ d_t·d_{t+S} / √(Σ d_t² · Σ d_{t+S}²)
 *   n(S)   = max(.25, 4/√n, 1.75·√(S/n))
 * </pre>
 *
 * <p>The moving mean over one season takes out every straight trend, and of a random walk all that is correlated over more
 * than S values: r(S) then is 0 but for chance, whatever the size of the walk, and 1 for what repeats itself. A season is
 * a peak of r, above n(S), the level that chance reaches with n values, and with a trough of less than half its height
 * before it, which slow waves lack at short distances. Of several peaks the shortest counts that is at least
 * {@value #SHARE} of the highest: so a day, not a week of days, and a day, not its half. Around the peak the season is the
 * distance whose multiples agree best, which is sharper than the peak of a smooth shape.
 *
 * <p>Several series have one season: r is the mean of theirs. A missing value lies on the line between its neighbours, and
 * of each series the {@value #EXTREME} least and largest parts are cut, so that a spike does not hide what repeats.
 */
public final class SeasonSearch {

    /** No season is found that is longer. */
    public static final int LONGEST = 2048;

    /** A season must have come so often. */
    public static final int LEAST_SEASONS = 4;

    private static final int SHORTEST = 3;
    private static final double LEAST = .25;
    private static final double CHANCE = 4;
    private static final double CHANCE_OF_WALKS = 1.75;
    private static final double TROUGH = .5;
    private static final double SHARE = .8;
    private static final double EXTREME = .005;
    private static final int MOST_MULTIPLES = 8;
    /** The peak of a smooth shape is this flat, in seasons. */
    private static final double FLATNESS = .1;
    /** What is left of a series by rounding alone, in its own deviations. */
    private static final double ROUNDING = 1e-6;

    /**
     * What was found.
     *
     * @param season values per season, 0 where there is none
     * @param autocorrelation r of the season, or of the highest peak where none counts; NaN where there is no peak
     */
    public record Outcome(int season, double autocorrelation) {

        /** Whether there is a season. */
        public boolean isFound() {
            return season > 0;
        }
    }

    private final List<Series> series;
    private final double[] correlations;
    private final double meanLength;

    private SeasonSearch(List<Series> series) {
        this.series = series;
        int most = series.stream().mapToInt(Series::length).max().orElse(0);
        meanLength = series.stream().mapToInt(Series::length).average().orElse(0);
        correlations = new double[Math.max(SHORTEST, Math.min(LONGEST, most / LEAST_SEASONS) + 2)];
        for (int lag = SHORTEST - 1; lag < correlations.length; lag++) {
            correlations[lag] = correlation(lag, lag);
        }
    }

    /**
     * Searches.
     *
     * @param series of each the values at equal distances, NaN where one is missing
     */
    public static Outcome search(List<double[]> series) {
        List<Series> usable = series.stream()
                .filter(values -> values.length >= SHORTEST * LEAST_SEASONS && isMostlyThere(values))
                .map(values -> new Series(trimmed(filled(values))))
                .toList();
        return new SeasonSearch(usable).best();
    }

    private Outcome best() {
        double highest = Double.NaN;
        double highestThatCounts = Double.NaN;
        for (int lag = SHORTEST; lag < correlations.length - 1; lag++) {
            if (isPeak(lag)) {
                highest = larger(highest, correlations[lag]);
                highestThatCounts = counts(lag) ? larger(highestThatCounts, correlations[lag]) : highestThatCounts;
            }
        }
        for (int lag = SHORTEST; lag < correlations.length - 1; lag++) {
            if (isPeak(lag) && counts(lag) && correlations[lag] >= SHARE * highestThatCounts) {
                int season = sharpened(lag);
                return new Outcome(season, correlations[season]);
            }
        }
        return new Outcome(0, highest);
    }

    private static double larger(double left, double right) {
        return left >= right ? left : right;
    }

    private boolean isPeak(int lag) {
        double height = correlations[lag];
        if (!(height > 0) || height < correlations[lag - 1] || height < correlations[lag + 1]) {
            return false;
        }
        for (int before = SHORTEST - 1; before < lag; before++) {
            if (correlations[before] < TROUGH * height) {
                return true;
            }
        }
        return false;
    }

    /** Whether chance does not reach as high. */
    private boolean counts(int lag) {
        double chance = Math.max(CHANCE / Math.sqrt(meanLength), CHANCE_OF_WALKS * Math.sqrt(lag / meanLength));
        return correlations[lag] >= Math.max(LEAST, chance);
    }

    /** The distance near a peak whose multiples agree best. */
    private int sharpened(int peak) {
        int reach = Math.max(1, (int) (FLATNESS * peak));
        int best = peak;
        double height = Double.NEGATIVE_INFINITY;
        for (int lag = Math.max(SHORTEST, peak - reach); lag <= peak + reach && lag < correlations.length; lag++) {
            double sum = 0;
            int multiples = (int) Math.max(1, Math.min(MOST_MULTIPLES, meanLength / (2 * peak)));
            for (int k = 1; k <= multiples; k++) {
                sum += correlation(peak, k * lag);
            }
            if (sum > height) {
                height = sum;
                best = lag;
            }
        }
        return best;
    }

    /** The mean over the series that have seen so many seasons. */
    private double correlation(int window, int lag) {
        double sum = 0;
        int counted = 0;
        for (Series each : series) {
            if (each.length() >= LEAST_SEASONS * window) {
                sum += each.correlation(window, lag);
                counted++;
            }
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private static boolean isMostlyThere(double[] values) {
        return 2 * Arrays.stream(values).filter(Double::isFinite).count() > values.length;
    }

    /** Missing values on the line between their neighbours. */
    private static double[] filled(double[] values) {
        double[] filled = values.clone();
        int known = -1;
        for (int i = 0; i < filled.length; i++) {
            if (!Double.isFinite(filled[i])) {
                continue;
            }
            for (int gap = known + 1; gap < i; gap++) {
                double share = known < 0 ? 1 : (gap - known) / (double) (i - known);
                filled[gap] = known < 0 ? filled[i] : filled[known] + share * (filled[i] - filled[known]);
            }
            known = i;
        }
        Arrays.fill(filled, known + 1, filled.length, filled[known]);
        return filled;
    }

    private static double[] trimmed(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = (int) (EXTREME * sorted.length);
        double least = sorted[cut];
        double most = sorted[sorted.length - 1 - cut];
        return Arrays.stream(values)
                .map(value -> Math.max(least, Math.min(most, value)))
                .toArray();
    }

    /** One series about its mean, with its running sums. */
    private static final class Series {
        private final double[] values;
        /** Of the first i values, [n + 1]. */
        private final double[] sums;

        private final double deviation;
        /** d, [n]; overwritten. */
        private final double[] rest;

        private Series(double[] raw) {
            double mean = Arrays.stream(raw).average().orElse(0);
            values = Arrays.stream(raw).map(value -> value - mean).toArray();
            sums = new double[values.length + 1];
            double squares = 0;
            for (int i = 0; i < values.length; i++) {
                sums[i + 1] = sums[i] + values[i];
                squares += values[i] * values[i];
            }
            deviation = Math.sqrt(squares / values.length);
            rest = new double[values.length];
        }

        private int length() {
            return values.length;
        }

        private double correlation(int window, int lag) {
            int half = window / 2;
            int from = half;
            int until = values.length - half;
            double mean = 0;
            for (int t = from; t < until; t++) {
                rest[t] = values[t] - movingMean(t, window, half);
                mean += rest[t] / (until - from);
            }
            double product = 0;
            double earlier = 0;
            double later = 0;
            for (int t = from; t + lag < until; t++) {
                double now = rest[t] - mean;
                double then = rest[t + lag] - mean;
                product += now * then;
                earlier += now * now;
                later += then * then;
            }
            double least = ROUNDING * deviation * ROUNDING * deviation * (until - from);
            return earlier > least && later > least ? product / Math.sqrt(earlier * later) : 0;
        }

        /** Over an even number of values the outermost two count by half, so that it stands in the middle. */
        private double movingMean(int t, int window, int half) {
            return window % 2 == 1
                    ? (sums[t + half + 1] - sums[t - half]) / window
                    : (sums[t + half] - sums[t - half] + sums[t + half + 1] - sums[t - half + 1]) / (2 * window);
        }
    }
}
