package io.streamgauge.metrics;

import io.micrometer.core.instrument.MeterRegistry;

/** What Kafka Streams and its stores tell of themselves, asked at every scrape. */
public final class StreamsMetrics {

    /** The figures; NaN where one is not known yet. */
    public interface Figures {
        double threads();

        double failedThreads();

        /** Events on the source topic that were not read yet. */
        double inputLag();

        double stateKeys();

        double stateBytes();

        /** Bytes of RocksDB's write buffers. */
        double writeBuffers();

        /** Bytes of RocksDB's block cache. */
        double blockCache();

        /** Changelog records still to be read. */
        double restoreRemaining();

        double restored();
    }

    public StreamsMetrics(MeterRegistry registry, Figures figures) {
        StreamMeter.STREAM_THREADS.gauge(registry, figures::threads);
        StreamMeter.STREAM_THREADS_FAILED.counter(registry, figures::failedThreads);
        StreamMeter.INPUT_LAG.gauge(registry, figures::inputLag);
        StreamMeter.STATE_KEYS.gauge(registry, figures::stateKeys);
        StreamMeter.STATE_BYTES.gauge(registry, figures::stateBytes);
        StreamMeter.STORE_MEMORY.gauge(registry, figures::writeBuffers, "write_buffers");
        StreamMeter.STORE_MEMORY.gauge(registry, figures::blockCache, "block_cache");
        StreamMeter.RESTORE_REMAINING.gauge(registry, figures::restoreRemaining);
        StreamMeter.RESTORED.counter(registry, figures::restored);
    }
}
