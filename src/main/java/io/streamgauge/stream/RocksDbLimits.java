package io.streamgauge.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/** What Kafka Streams asks about each RocksDB store: it takes part in the {@link RocksDbMemory} of its process. */
public final class RocksDbLimits implements RocksDBConfigSetter {

    /**
     * Of one store at most, where the process has as much: a state that is written again before its buffer goes to a file
     * goes there once, which Kafka Streams' own 16 MB leave little room for.
     */
    private static final long WRITE_BUFFER_BYTES = 64L << 20;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(RocksDbMemory.PROPERTY) instanceof RocksDbMemory memory)) {
            throw new IllegalArgumentException(
                    RocksDbMemory.PROPERTY + " is " + configs.get(RocksDbMemory.PROPERTY) + ", expected the memory");
        }
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig tables) {
            tables.setBlockCache(memory.cache());
            tables.setCacheIndexAndFilterBlocks(true);
            tables.setCacheIndexAndFilterBlocksWithHighPriority(true);
            tables.setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(tables);
        }
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setWriteBufferManager(memory.writeBuffers());
    }

    @Override
    public void close(String storeName, Options options) {
        // The memory is the process's, not the store's.
    }
}
