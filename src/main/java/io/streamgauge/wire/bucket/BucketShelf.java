package io.streamgauge.wire.bucket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where buckets are kept between events: a sorted map of bytes. */
public interface BucketShelf {

    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /**
     * Keys in unsigned order of their bytes.
     *
     * @param from the first one
     * @param until after the last one
     * @param most of them
     */
    List<byte[]> keys(byte[] from, byte[] until, int most);
}
