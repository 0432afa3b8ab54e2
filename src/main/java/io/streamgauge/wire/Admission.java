package io.streamgauge.wire;

import io.streamgauge.forecast.CategoryState;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.signal.Measurement;
import java.time.Duration;

/** The last check before a step: a measurement too far ahead of the clock, or not later than its key's last, is refused. */
public final class Admission {

    private final long maxFutureMillis;

    /**
     * @param maxFuture by how much an event time may be ahead of the clock
     */
    public Admission(Duration maxFuture) {
        maxFutureMillis = maxFuture.toMillis();
    }

    /**
     * Refuses a measurement from the future: one such timestamp would make everything after it late.
     *
     * @param now the clock in epoch milliseconds
     */
    public void refuseFuture(Measurement measurement, long now) throws RejectedEventException {
        refuseFuture(measurement.time(), now);
    }

    /** The same of an event at {@code time}. */
    public void refuseFuture(long time, long now) throws RejectedEventException {
        long latest = now + maxFutureMillis;
        if (time > latest) {
            throw new RejectedEventException(
                    Rejection.FUTURE_TIME,
                    "time is " + time + ", expected at most " + latest + " (clock plus max-future)");
        }
    }

    /** Refuses an event of a category that is earlier than the last one of {@code series}. */
    public void refuseLate(long time, CategoryState series) throws RejectedEventException {
        if (series.count() > 0 && time < series.lastTime()) {
            throw new RejectedEventException(
                    Rejection.LATE, "time is " + time + ", expected not before " + series.lastTime());
        }
    }

    /** Refuses a measurement that is not later than the last one of {@code series}. */
    public void refuseOutOfOrder(Measurement measurement, SeriesState series) throws RejectedEventException {
        if (series.count() == 0 || measurement.time() > series.lastTime()) {
            return;
        }
        boolean same = measurement.time() == series.lastTime() && isLast(series, measurement.values());
        throw new RejectedEventException(
                same ? Rejection.DUPLICATE : Rejection.LATE,
                "time is " + measurement.time() + ", expected later than " + series.lastTime());
    }

    private static boolean isLast(SeriesState series, double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (values[k] != series.target(k).lastValue()) {
                return false;
            }
        }
        return true;
    }
}
