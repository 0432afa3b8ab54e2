package io.streamgauge.http;

import io.streamgauge.http.History.Fan;
import io.streamgauge.http.History.Points;
import io.streamgauge.http.History.Series;
import io.streamgauge.wire.ForecastRecord;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
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
    private @Nullable Ahead[] ahead;
    private final double[][] columns = new double[Column.values().length][];
    private long appended;
    private @Nullable ForecastRecord latest;

    /** What was forecast at a point, in single precision; the arrays run in parallel. */
    private record Ahead(long[] targetTime, float[] yhat, float[] lower, float[] upper) {
        static Ahead of(ForecastRecord forecast) {
            return new Ahead(
                    forecast.targetTime(),
                    floats(forecast.yhat()),
                    floats(forecast.yhatLower()),
                    floats(forecast.yhatUpper()));
        }

        private static float[] floats(double[] values) {
            float[] narrow = new float[values.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) values[i];
            }
            return narrow;
        }

        private static double[] doubles(float[] values) {
            double[] wide = new double[values.length];
            Arrays.setAll(wide, i -> values[i]);
            return wide;
        }

        Fan fan(String key, long time, double y) {
            return new Fan(key, time, y, targetTime, doubles(yhat), doubles(lower), doubles(upper));
        }
    }

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
        ahead = new @Nullable Ahead[first];
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
        ahead[slot] = Ahead.of(forecast);
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

    /** What was forecast at that event time, if the point is still held. */
    Optional<Fan> fan(long at) {
        for (long index = Math.max(0, appended - time.length); index < appended; index++) {
            Ahead held = ahead[slot(index)];
            if (time[slot(index)] == at && held != null) {
                return Optional.of(held.fan(latest().key(), at, columns[Column.Y.ordinal()][slot(index)]));
            }
        }
        return Optional.empty();
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
        ahead = Arrays.copyOf(ahead, larger);
        for (int column = 0; column < columns.length; column++) {
            columns[column] = Arrays.copyOf(columns[column], larger);
        }
    }
}
