package io.streamgauge.wire.bucket;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shelf in memory, for runs that keep nothing. */
public final class MemoryShelf implements BucketShelf {

    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        entries.remove(key);
    }

    @Override
    public List<byte[]> keys(byte[] from, byte[] until, int most) {
        return entries.subMap(from, until).keySet().stream().limit(most).toList();
    }

    int size() {
        return entries.size();
    }

    /** Bytes of the longest entry. */
    int largest() {
        return entries.values().stream().mapToInt(value -> value.length).max().orElse(0);
    }
}
