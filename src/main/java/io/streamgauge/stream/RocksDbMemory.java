package io.streamgauge.stream;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all RocksDB stores of a process share: one cache of blocks, indexes and filters, of which the write
 * buffers are a part. Without it every store of every partition has a cache and buffers of its own.
 *
 * <p>It lies outside the Java heap. Close it after the stores.
 */
public final class RocksDbMemory implements AutoCloseable {

    static {
        RocksDB.loadLibrary();
    }

    /** Key under which {@link RocksDbLimits} finds the memory among the properties of a topology. */
    static final String PROPERTY = "streamgauge.rocksdb.memory";

    private static final long MEGABYTE = 1L << 20;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    /**
     * @param megabytes of everything
     * @param writeBufferMegabytes of it for what is not yet in a file, 0 for half of it
     */
    public RocksDbMemory(int megabytes, int writeBufferMegabytes) {
        cache = new LRUCache(megabytes * MEGABYTE);
        long buffers = writeBufferMegabytes == 0 ? megabytes * MEGABYTE / 2 : writeBufferMegabytes * MEGABYTE;
        writeBuffers = new WriteBufferManager(buffers, cache);
    }

    /** What a topology needs among its properties to use this memory. */
    public Map<String, Object> properties() {
        return Map.of(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbLimits.class, PROPERTY, this);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}
