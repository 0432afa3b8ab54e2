package io.streamgauge.wire.bucket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The number of events, as it is or per second. */
final class EventTally implements Accumulator {

    private final Aggregate aggregate;
    private long count;

    EventTally(Aggregate aggregate, long count) {
        this.aggregate = aggregate;
        this.count = count;
    }

    @Override
    public void add(double number, OptionalLong id) {
        count++;
    }

    @Override
    public double value(double seconds) {
        return aggregate == Aggregate.RATE ? count / seconds : count;
    }

    @Override
    public byte[] bytes() {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(count)
                .array();
    }
}
