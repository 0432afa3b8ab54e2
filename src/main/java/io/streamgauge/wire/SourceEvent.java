package io.streamgauge.wire;

import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Measurement;
import java.util.Arrays;
import java.util.List;

/**
 * What one series brings at one time, as a file holds it.
 *
 * @param time event time in epoch milliseconds
 * @param timeText the event time as it stood in the input
 * @param values one per target, NaN where it is missing
 * @param covariates one per numeric covariate, NaN where it is missing
 * @param categories one per categorical covariate, empty where it is missing
 */
public record SourceEvent(
        String key, long time, String timeText, double[] values, double[] covariates, List<String> categories) {

    private static final double[] NO_COVARIATES = {};

    public SourceEvent {
        categories = List.copyOf(categories);
    }

    /** An event of one value. */
    public SourceEvent(String key, long time, String timeText, double value) {
        this(key, time, timeText, new double[] {value}, NO_COVARIATES, List.of());
    }

    /** The first target's value. */
    public double value() {
        return values[0];
    }

    /**
     * The event as the forecaster takes it, the same as if it had been read from the source topic.
     *
     * @param categoryRows rows of each category's table
     */
    public Measurement measurement(int categoryRows) {
        int[] rows = categories.stream()
                .mapToInt(category -> category.isEmpty() ? Covariates.UNKNOWN : Covariates.row(category, categoryRows))
                .toArray();
        return new Measurement(time, values, covariates, rows);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceEvent that
                && key.equals(that.key)
                && time == that.time
                && timeText.equals(that.timeText)
                && Arrays.equals(values, that.values)
                && Arrays.equals(covariates, that.covariates)
                && categories.equals(that.categories);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(time);
    }

    @Override
    public String toString() {
        return "SourceEvent[key=" + key + ", time=" + timeText + ", values=" + Arrays.toString(values) + ", covariates="
                + Arrays.toString(covariates) + ", categories=" + categories + "]";
    }
}
