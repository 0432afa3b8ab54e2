package io.streamgauge.http;

import io.streamgauge.http.History.Points;
import io.streamgauge.http.History.Series;
import io.streamgauge.wire.ForecastRecord;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring of one key's last points, in columns. Grows by doubling up to its capacity, so that a key seen once costs
 * little. Not thread-safe; its history guards it.
 */
final class KeyHistory {
    private static final int FIRST_CAPACITY = 16;

    private final int capacity;
    private long[] revision;
    private long[] time;
    private final double[][] columns = new double[Column.values().length][];
    private long appended;
    private @Nullable ForecastRecord latest;

    private enum Column {
        Y,
        YHAT,
        YHAT_LOWER,
        YHAT_UPPER,
        ANOMALY_SCORE,
        ALERT_SCORE
    }

    KeyHistory(int capacity) {
        this.capacity = capacity;
        int first = Math.min(FIRST_CAPACITY, capacity);
        revision = new long[first];
        time = new long[first];
        Arrays.setAll(columns, column -> new double[first]);
    }

    /** Whether the forecast was later than the last one and so was added. */
    boolean append(ForecastRecord forecast, long atRevision) {
        if (latest != null && forecast.time() <= latest.time()) {
            return false;
        }
        growIfFull();
        int slot = slot(appended);
        ForecastRecord.Previous previous = forecast.previous();
        revision[slot] = atRevision;
        time[slot] = forecast.time();
        put(Column.Y, slot, forecast.y());
        put(Column.YHAT, slot, previous == null ? Double.NaN : previous.yhat());
        put(Column.YHAT_LOWER, slot, previous == null ? Double.NaN : previous.yhatLower());
        put(Column.YHAT_UPPER, slot, previous == null ? Double.NaN : previous.yhatUpper());
        put(Column.ANOMALY_SCORE, slot, forecast.anomalyScore());
        put(Column.ALERT_SCORE, slot, forecast.alertScore());
        appended++;
        latest = forecast;
        return true;
    }

    ForecastRecord latest() {
        return Objects.requireNonNull(latest, "a key is held from its first forecast on");
    }

    Series since(long since) {
        long from = Math.max(0, appended - time.length);
        while (from < appended && revision[slot(from)] <= since) {
            from++;
        }
        long first = from;
        int count = (int) (appended - first);
        long[] times = new long[count];
        Arrays.setAll(times, i -> time[slot(first + i)]);
        Points points = new Points(
                times,
                column(Column.Y, first, count),
                column(Column.YHAT, first, count),
                column(Column.YHAT_LOWER, first, count),
                column(Column.YHAT_UPPER, first, count),
                column(Column.ANOMALY_SCORE, first, count),
                column(Column.ALERT_SCORE, first, count));
        return new Series(latest().key(), revision[slot(appended - 1)], capacity, points, latest());
    }

    private double[] column(Column column, long first, int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> columns[column.ordinal()][slot(first + i)]);
        return values;
    }

    private void put(Column column, int slot, double value) {
        columns[column.ordinal()][slot] = value;
    }

    private int slot(long index) {
        return (int) (index % time.length);
    }

    /** Until the ring has its full capacity it has never wrapped, so that a copy keeps every slot. */
    private void growIfFull() {
        if (appended < time.length || time.length == capacity) {
            return;
        }
        int larger = Math.min(2 * time.length, capacity);
        revision = Arrays.copyOf(revision, larger);
        time = Arrays.copyOf(time, larger);
        for (int column = 0; column < columns.length; column++) {
            columns[column] = Arrays.copyOf(columns[column], larger);
        }
    }
}
