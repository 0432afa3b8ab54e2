package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

class RocksDbMemoryTest {

    private static final long MEGABYTE = 1L << 20;

    @Test
    void shouldGiveEveryStoreTheSameCacheAndBuffers() {
        try (RocksDbMemory memory = new RocksDbMemory(16, 4);
                Options first = options();
                Options second = options()) {
            new RocksDbLimits().setConfig("a", first, memory.properties());
            new RocksDbLimits().setConfig("b", second, memory.properties());
            assertThat(first.writeBufferManager()).isSameAs(memory.writeBuffers());
            assertThat(second.writeBufferManager()).isSameAs(memory.writeBuffers());
            assertThat(first.writeBufferSize())
                    .as("more than Kafka Streams' own, so that a state that comes again is written to a file once")
                    .isEqualTo(64 * MEGABYTE);
            assertThat(((BlockBasedTableConfig) first.tableFormatConfig()).cacheIndexAndFilterBlocks())
                    .isTrue();
        }
    }

    @Test
    void shouldStayWithinTheCacheWhateverIsRead() {
        Map<String, String> settings = Map.of("max-keys", "100000");
        try (RocksDbMemory memory = new RocksDbMemory(16, 4);
                TestStream stream = new TestStream(settings, Map.of(), memory)) {
            for (int n = 0; n < 3_000; n++) {
                stream.calm("k" + n, 0, 1);
            }
            assertThat(memory.cache().getUsage())
                    .as("the stores' buffers are counted in it")
                    .isBetween(MEGABYTE / 10, 16 * MEGABYTE);
        }
    }

    @Test
    void shouldSayWhatIsMissing() {
        try (Options options = options()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RocksDbLimits().setConfig("a", options, Map.of()))
                    .withMessageContaining("expected the memory");
        }
    }

    private static Options options() {
        return new Options().setTableFormatConfig(new BlockBasedTableConfig());
    }
}
