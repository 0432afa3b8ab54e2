package io.streamgauge.wire.bucket;

import io.streamgauge.wire.OtherLayoutException;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.WireFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of partitions of events: what an event adds, and what is closed when event time has passed it.
 *
 * <pre>
 *   t        newest event time of the partition
 *   s        beginning of a bucket; it holds the times from s on, below s + every
 *   closed   s + every + grace ≤ t
 * </pre>
 *
 * <p>A closed bucket is told of once, with all that it has come to; an event that falls into one is late. Buckets close in
 * the order of their time and then of their keys, so that the same events give the same values whoever asks when. A key
 * is told of from its first event on, until {@code fill} after its last one; then nothing is kept of it.
 *
 * <p>All that is remembered lies on the shelf. Not thread-safe.
 */
public final class Aggregator {

    private static final byte CLOCK = 0;
    private static final byte KEY = 1;
    private static final int PREFIX_BYTES = Integer.BYTES + 1;
    private static final double MILLIS = 1e3;

    private final BucketSpec spec;
    private final BucketShelf shelf;
    private final long maxKeys;
    private final KeyBucketsCodec codec;
    private final Runnable onReset;

    /**
     * @param maxKeys keys of a partition with buckets at most
     * @param onReset told of every key whose open buckets are of other settings and therefore given up
     */
    public Aggregator(BucketSpec spec, BucketShelf shelf, long maxKeys, Runnable onReset) {
        this.spec = spec;
        this.shelf = shelf;
        this.maxKeys = maxKeys;
        this.onReset = onReset;
        codec = new KeyBucketsCodec(spec);
    }

    /**
     * Takes in an event.
     *
     * @param offset where it stands in its partition
     * @throws RejectedEventException for one whose bucket is closed, and for one of a key too many
     */
    public void take(int partition, byte[] key, BucketEvent event, long offset) throws RejectedEventException {
        BucketClock clock = clock(partition);
        long start = spec.bucketOf(event.time());
        // With a longer grace than before, buckets are closed already that would wait now.
        long earliest = Math.max(spec.closedBefore(clock.time), clock.closing);
        if (!clock.isNew() && start < earliest) {
            throw new RejectedEventException(
                    Rejection.LATE,
                    "time is " + event.time() + ", expected at least " + earliest + ": earlier buckets are closed");
        }
        byte[] place = place(partition, KEY, key);
        byte[] stored = shelf.get(place);
        if (stored == null) {
            if (clock.keys >= maxKeys) {
                throw new RejectedEventException(
                        Rejection.KEY_LIMIT, "the partition has " + clock.keys + " keys, expected at most max-keys");
            }
            clock.keys++;
        }
        KeyBuckets known = buckets(stored);
        KeyBuckets buckets = known == null ? new KeyBuckets(start, start) : known;
        buckets.add(spec, start, event);
        shelf.put(place, codec.encode(buckets));
        if (clock.isNew()) {
            clock.closing = spec.closedBefore(event.time());
        }
        clock.due = Math.min(clock.due, start);
        clock.time = Math.max(clock.time, event.time());
        clock.offset = offset;
        put(partition, clock);
    }

    /** Where the last event that was taken in stood in its partition. */
    public long lastOffset(int partition) {
        return clock(partition).offset;
    }

    /**
     * Closes buckets that are due.
     *
     * @param most keys to look at: what is left is closed the next time
     */
    public void close(int partition, int most, Consumer<ClosedBucket> out) {
        BucketClock clock = clock(partition);
        if (clock.isNew() || clock.closing >= spec.closedBefore(clock.time)) {
            return;
        }
        long end = spec.closedBefore(clock.time);
        byte[] until = place(partition, (byte) (KEY + 1), new byte[0]);
        for (int left = most; left > 0 && clock.closing < end; ) {
            List<byte[]> places = shelf.keys(place(partition, KEY, clock.cursor), until, left);
            for (byte[] place : places) {
                close(place, clock, out);
            }
            if (places.size() < left) {
                clock.goOn(Math.min(end, Math.max(clock.due, clock.closing + spec.every())));
            } else {
                clock.cursor = after(places.get(places.size() - 1));
            }
            // A walk without keys costs something too.
            left -= Math.max(1, places.size());
        }
        put(partition, clock);
    }

    private void close(byte[] place, BucketClock clock, Consumer<ClosedBucket> out) {
        KeyBuckets buckets = buckets(shelf.get(place));
        if (buckets == null) {
            shelf.delete(place);
            clock.keys--;
            return;
        }
        long start = clock.closing;
        List<Accumulator> accumulators = buckets.open.remove(start);
        boolean filled = spec.tellsOfEmpty() && start >= buckets.first && start - buckets.last <= spec.fill();
        if (accumulators != null || filled) {
            tell(new ClosedBucket(key(place), start, values(accumulators)), out);
        }
        if (accumulators != null) {
            buckets.last = start;
        }
        boolean goesOn = spec.tellsOfEmpty() && start + spec.every() - buckets.last <= spec.fill();
        if (goesOn) {
            clock.due = Math.min(clock.due, Math.max(start + spec.every(), buckets.first));
        }
        if (!buckets.open.isEmpty()) {
            clock.due = Math.min(clock.due, buckets.open.firstKey());
        }
        if (buckets.open.isEmpty() && !goesOn) {
            shelf.delete(place);
            clock.keys--;
        } else if (accumulators != null) {
            shelf.put(place, codec.encode(buckets));
        }
    }

    private void tell(ClosedBucket closed, Consumer<ClosedBucket> out) {
        if (spec.withoutValues() || Arrays.stream(closed.values()).anyMatch(value -> !Double.isNaN(value))) {
            out.accept(closed);
        }
    }

    private double[] values(@Nullable List<Accumulator> accumulators) {
        double[] values = new double[spec.aggregates().size()];
        for (int target = 0; target < values.length; target++) {
            values[target] = accumulators == null
                    ? spec.aggregates().get(target).empty()
                    : accumulators.get(target).value(spec.every() / MILLIS);
        }
        return values;
    }

    /** Forgets a key; what its open buckets hold is not told. */
    public void forget(int partition, byte[] key) {
        byte[] place = place(partition, KEY, key);
        if (shelf.get(place) != null) {
            shelf.delete(place);
            BucketClock clock = clock(partition);
            clock.keys--;
            put(partition, clock);
        }
    }

    private BucketClock clock(int partition) {
        byte[] stored = shelf.get(place(partition, CLOCK, new byte[0]));
        if (stored == null) {
            return new BucketClock();
        }
        BucketClock clock = BucketClock.read(stored);
        if (Math.floorMod(clock.closing, spec.every()) != 0) {
            // Of another every: what lies before is told, or given up.
            clock.goOn(spec.bucketOf(clock.closing) + spec.every());
        }
        return clock;
    }

    private void put(int partition, BucketClock clock) {
        shelf.put(place(partition, CLOCK, new byte[0]), clock.bytes());
    }

    private @Nullable KeyBuckets buckets(byte @Nullable [] stored) {
        if (stored == null) {
            return null;
        }
        try {
            return codec.decode(stored);
        } catch (OtherLayoutException e) {
            onReset.run();
            return null;
        } catch (WireFormatException e) {
            throw new IllegalStateException("stored buckets cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] place(int partition, byte kind, byte[] key) {
        return ByteBuffer.allocate(PREFIX_BYTES + key.length)
                .putInt(partition)
                .put(kind)
                .put(key)
                .array();
    }

    private static byte[] key(byte[] place) {
        return Arrays.copyOfRange(place, PREFIX_BYTES, place.length);
    }

    /** The next key in the order of bytes: the same with a zero behind it. */
    private static byte[] after(byte[] place) {
        return Arrays.copyOfRange(place, PREFIX_BYTES, place.length + 1);
    }
}
