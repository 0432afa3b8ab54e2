package io.streamgauge.wire.bucket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The sum of numbers in the order in which they came, or their mean. */
final class NumberTotal implements Accumulator {

    private final Aggregate aggregate;
    private double sum;
    private long count;

    NumberTotal(Aggregate aggregate, double sum, long count) {
        this.aggregate = aggregate;
        this.sum = sum;
        this.count = count;
    }

    @Override
    public void add(double number, OptionalLong id) {
        if (!Double.isNaN(number)) {
            sum += number;
            count++;
        }
    }

    @Override
    public double value(double seconds) {
        if (aggregate == Aggregate.SUM) {
            return sum;
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    @Override
    public byte[] bytes() {
        return ByteBuffer.allocate(Double.BYTES + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(sum)
                .putLong(count)
                .array();
    }
}
