package io.streamgauge.wire.bucket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How far a partition's event time has come, and how far the closing of buckets has followed it. Mutable.
 *
 * <pre>
 *   time (long) · closing (long) · keys (long) · offset (long) · due (long) · cursor (the rest)
 * </pre>
 */
final class BucketClock {

    private static final int FIXED_BYTES = 5 * Long.BYTES;

    /** The newest event time. */
    long time = Long.MIN_VALUE;
    /** Beginning of the bucket that is closed next, or is being closed. */
    long closing;
    /** Keys with buckets. */
    long keys;
    /** Where the last event stood in its partition. */
    long offset;
    /** Beginning of the earliest bucket that is known to be told of after this one; what lies between is passed over. */
    long due = Long.MAX_VALUE;
    /** Of the keys whose bucket is being closed the first one left. */
    byte[] cursor = {};

    boolean isNew() {
        return time == Long.MIN_VALUE;
    }

    /** Turns to the bucket that begins at {@code next}, of all keys. */
    void goOn(long next) {
        closing = next;
        due = Long.MAX_VALUE;
        cursor = new byte[0];
    }

    byte[] bytes() {
        return ByteBuffer.allocate(FIXED_BYTES + cursor.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(time)
                .putLong(closing)
                .putLong(keys)
                .putLong(offset)
                .putLong(due)
                .put(cursor)
                .array();
    }

    static BucketClock read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        BucketClock clock = new BucketClock();
        clock.time = in.getLong();
        clock.closing = in.getLong();
        clock.keys = in.getLong();
        clock.offset = in.getLong();
        clock.due = in.getLong();
        clock.cursor = new byte[in.remaining()];
        in.get(clock.cursor);
        return clock;
    }
}
