package io.streamgauge.backtest;

import java.util.List;

/**
 * How good the forecasts of one horizon were: sums over them, and the figures that follow.
 *
 * <p>The mean is scored by squared errors, the median by absolute ones. With {@code e} an error, {@code y} the value,
 * {@code ŷ} the median, {@code s} the scale of {@link SeasonalNaive} and {@code l, u} the ends of a band of level
 * {@code c = 1 − a}:
 *
 * <pre>
 *   sMAPE    = mean of 200·|e| / (|y| + |ŷ|), in percent
 *   MASE     = mean of |e| / s                                    Hyndman and Koehler 2006
 *   pinball  = mean over the quantiles q that exist of max(q·(y − f), (q − 1)·(y − f))
 *   interval = (u − l) + 2/a·max(l − y, 0) + 2/a·max(y − u, 0)    Winkler 1972
 *   skill    = 1 − MAE / MAE of what it is compared with, over the same values
 * </pre>
 */
public final class HorizonAccuracy {

    private final List<Double> levels;
    private final double[] gaussianWidth;
    private final long[] inside;
    private final long[] below;
    private final long[] above;
    private final double[] width;
    private final double[] interval;
    private final double[] gaussianInterval;
    private long count;
    private double squared;
    private double absolute;
    private double symmetric;
    private double pinball;
    private long belowMedian;
    private double persistenceSquared;
    private double persistenceAbsolute;
    private long gaussianCount;
    private long scaledCount;
    private double scaled;
    private long naiveCount;
    private double naiveAbsolute;
    private double besideNaive;

    HorizonAccuracy(List<Double> levels) {
        this.levels = levels;
        gaussianWidth = levels.stream().mapToDouble(RunningGaussian::halfWidth).toArray();
        inside = new long[levels.size()];
        below = new long[levels.size()];
        above = new long[levels.size()];
        width = new double[levels.size()];
        interval = new double[levels.size()];
        gaussianInterval = new double[levels.size()];
    }

    /**
     * Takes in one forecast and what came.
     *
     * @param j position of the horizon
     * @param errors of the horizon before this value, for the band that it is compared with
     */
    void add(double value, IssuedForecast issued, int j, RunningGaussian errors) {
        double error = value - issued.mean()[j];
        double median = issued.median()[j];
        double distance = Math.abs(value - median);
        double size = Math.abs(value) + Math.abs(median);
        count++;
        squared += error * error;
        absolute += distance;
        symmetric += size == 0 ? 0 : 200 * distance / size;
        belowMedian += value <= median ? 1 : 0;
        addReferences(value, distance, issued, j);
        addBands(value, issued, j, errors);
    }

    private void addReferences(double value, double distance, IssuedForecast issued, int j) {
        double change = value - issued.origin();
        persistenceSquared += change * change;
        persistenceAbsolute += Math.abs(change);
        if (issued.scale() > 0) {
            scaledCount++;
            scaled += distance / issued.scale();
        }
        double naive = issued.naive()[j];
        if (!Double.isNaN(naive)) {
            naiveCount++;
            naiveAbsolute += Math.abs(value - naive);
            besideNaive += distance;
        }
    }

    private void addBands(double value, IssuedForecast issued, int j, RunningGaussian errors) {
        double quantiles = pinball(.5, value, issued.median()[j]);
        boolean hasGaussian = errors.isKnown();
        gaussianCount += hasGaussian ? 1 : 0;
        for (int i = 0; i < levels.size(); i++) {
            double tail = (1 - levels.get(i)) / 2;
            double lower = issued.lower()[i][j];
            double upper = issued.upper()[i][j];
            below[i] += value < lower ? 1 : 0;
            above[i] += value > upper ? 1 : 0;
            inside[i] += value >= lower && value <= upper ? 1 : 0;
            width[i] += upper - lower;
            interval[i] += interval(levels.get(i), value, lower, upper);
            quantiles += pinball(tail, value, lower) + pinball(1 - tail, value, upper);
            if (hasGaussian) {
                double middle = issued.mean()[j] + errors.mean();
                double half = errors.deviation() * gaussianWidth[i];
                gaussianInterval[i] += interval(levels.get(i), value, middle - half, middle + half);
            }
        }
        pinball += quantiles / (2 * levels.size() + 1);
    }

    private static double pinball(double quantile, double value, double forecast) {
        double error = value - forecast;
        return Math.max(quantile * error, (quantile - 1) * error);
    }

    private static double interval(double level, double value, double lower, double upper) {
        double penalty = 2 / (1 - level);
        return upper - lower + penalty * Math.max(lower - value, 0) + penalty * Math.max(value - upper, 0);
    }

    /** Adds another's sums to these. */
    void merge(HorizonAccuracy other) {
        count += other.count;
        squared += other.squared;
        absolute += other.absolute;
        symmetric += other.symmetric;
        pinball += other.pinball;
        belowMedian += other.belowMedian;
        persistenceSquared += other.persistenceSquared;
        persistenceAbsolute += other.persistenceAbsolute;
        gaussianCount += other.gaussianCount;
        scaledCount += other.scaledCount;
        scaled += other.scaled;
        naiveCount += other.naiveCount;
        naiveAbsolute += other.naiveAbsolute;
        besideNaive += other.besideNaive;
        for (int i = 0; i < levels.size(); i++) {
            inside[i] += other.inside[i];
            below[i] += other.below[i];
            above[i] += other.above[i];
            width[i] += other.width[i];
            interval[i] += other.interval[i];
            gaussianInterval[i] += other.gaussianInterval[i];
        }
    }

    /** Forecasts whose value has come. */
    public long count() {
        return count;
    }

    public double mse() {
        return squared / count;
    }

    public double mae() {
        return absolute / count;
    }

    /** In percent. */
    public double smape() {
        return symmetric / count;
    }

    /** NaN while no scale is known. */
    public double mase() {
        return scaled / scaledCount;
    }

    public double pinball() {
        return pinball / count;
    }

    public double persistenceMse() {
        return persistenceSquared / count;
    }

    public double persistenceMae() {
        return persistenceAbsolute / count;
    }

    public double skillAgainstPersistence() {
        return 1 - absolute / persistenceAbsolute;
    }

    /** NaN where no season is known. */
    public double skillAgainstSeasonalNaive() {
        return 1 - besideNaive / naiveAbsolute;
    }

    /** Share of values inside the band of a level. */
    public double coverage(int level) {
        return (double) inside[level] / count;
    }

    public double meanWidth(int level) {
        return width[level] / count;
    }

    /** Mean interval score of a level. */
    public double intervalScore(int level) {
        return interval[level] / count;
    }

    /** The same of a band from the running mean and deviation of this horizon's errors. */
    public double gaussianIntervalScore(int level) {
        return gaussianInterval[level] / gaussianCount;
    }

    /** Share of values at or below the median. */
    public double shareBelowMedian() {
        return (double) belowMedian / count;
    }

    /** Share of values below a band. */
    public double shareBelow(int level) {
        return (double) below[level] / count;
    }

    /** Share of values above a band. */
    public double shareAbove(int level) {
        return (double) above[level] / count;
    }
}
