package io.streamgauge.wire.bucket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The smallest number, or the largest. */
final class Extreme implements Accumulator {

    private final Aggregate aggregate;
    private double extreme;

    Extreme(Aggregate aggregate, double extreme) {
        this.aggregate = aggregate;
        this.extreme = extreme;
    }

    @Override
    public void add(double number, OptionalLong id) {
        if (Double.isNaN(extreme)) {
            extreme = number;
        } else if (!Double.isNaN(number)) {
            extreme = aggregate == Aggregate.MIN ? Math.min(extreme, number) : Math.max(extreme, number);
        }
    }

    @Override
    public double value(double seconds) {
        return extreme;
    }

    @Override
    public byte[] bytes() {
        return ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(extreme)
                .array();
    }
}
