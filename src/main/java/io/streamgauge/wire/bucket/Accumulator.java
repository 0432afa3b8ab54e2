package io.streamgauge.wire.bucket;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** What a bucket's events have added up to so far, for one target. Mutable. */
sealed interface Accumulator permits EventTally, NumberTotal, Extreme, QuantileSketch, DistinctIds {

    /**
     * Takes in an event.
     *
     * @param number NaN where it has none
     * @param id of what only has to be told apart
     */
    void add(double number, OptionalLong id);

    /**
     * The value; NaN where nothing was taken in that has one.
     *
     * @param seconds length of the bucket
     */
    double value(double seconds);

    /** Everything that {@link #read} needs. */
    byte[] bytes();

    static Accumulator of(Aggregate aggregate) {
        return switch (aggregate) {
            case COUNT, RATE -> new EventTally(aggregate, 0);
            case SUM, MEAN -> new NumberTotal(aggregate, 0, 0);
            case MIN, MAX -> new Extreme(aggregate, Double.NaN);
            case P95 -> new QuantileSketch();
            case DISTINCT -> new DistinctIds();
        };
    }

    /** What {@link #bytes} has written, from the buffer's position on. */
    static Accumulator read(Aggregate aggregate, ByteBuffer in) {
        return switch (aggregate) {
            case COUNT, RATE -> new EventTally(aggregate, in.getLong());
            case SUM, MEAN -> new NumberTotal(aggregate, in.getDouble(), in.getLong());
            case MIN, MAX -> new Extreme(aggregate, in.getDouble());
            case P95 -> QuantileSketch.read(in);
            case DISTINCT -> DistinctIds.read(in);
        };
    }
}
