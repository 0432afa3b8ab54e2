package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.WireFormatException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long after an event is written its forecast can be read: by a reader of committed records, while events come at a
 * given rate.
 */
final class LoadLatency {

    /** Events that come one by one take other paths through the code than those that wait: they are compiled first. */
    private static final int WARM_UP_SECONDS = 45;

    private static final int SECONDS = 15;
    /** Every so many-th record is looked into. */
    private static final int STRIDE = 16;

    private final TopologyConfig topology;
    private final RuntimeConfig runtime;
    private final int keys;
    private final double rate;
    private final Figures figures;

    /** Takes a figure. */
    interface Figures {
        void figure(String name, double value, String unit);
    }

    LoadLatency(TopologyConfig topology, RuntimeConfig runtime, int keys, double rate, Figures figures) {
        this.topology = topology;
        this.runtime = runtime;
        this.keys = keys;
        this.rate = rate;
        this.figures = figures;
    }

    void run() {
        Reader reader = new Reader();
        Thread thread = new Thread(reader, "latency-reader");
        try {
            thread.start();
            LoadSource source = new LoadSource(keys, keys, System.currentTimeMillis());
            source.writeNow(topology, runtime, rate, WARM_UP_SECONDS + SECONDS);
            Pause.millis(2L * runtime.commitIntervalMillis());
        } finally {
            reader.ending.set(true);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long[] millis = reader.sorted();
        if (millis.length == 0) {
            throw new UserError("bench: no forecast was read, expected those of " + (long) rate + " events/s");
        }
        figures.figure("latency.p50", millis[millis.length / 2], "ms");
        figures.figure("latency.p99", millis[(int) (millis.length * .99)], "ms");
        figures.figure("latency.rate", rate, "events/s");
    }

    private final class Reader implements Runnable {

        private final AtomicBoolean ending = new AtomicBoolean();
        private long[] millis = new long[1 << 16];
        private int count;
        private long records;

        @Override
        public void run() {
            Map<String, Object> properties = new HashMap<>(runtime.consumer());
            properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = consumer
                        .partitionsFor(topology.topicNames().forecasts())
                        .stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToEnd(partitions);
                long measured =
                        System.nanoTime() + Duration.ofSeconds(WARM_UP_SECONDS).toNanos();
                while (!ending.get()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                        if (records++ % STRIDE == 0 && System.nanoTime() > measured) {
                            add(record);
                        }
                    }
                }
            }
        }

        private void add(ConsumerRecord<byte[], byte[]> record) {
            ForecastRecord forecast;
            try {
                forecast = ForecastReader.read(record.value());
            } catch (WireFormatException e) {
                throw new IllegalStateException("a forecast of our own cannot be read: " + e.getMessage(), e);
            }
            if (count == millis.length) {
                millis = Arrays.copyOf(millis, 2 * count);
            }
            millis[count++] = System.currentTimeMillis() - forecast.time();
        }

        long[] sorted() {
            long[] all = Arrays.copyOf(millis, count);
            Arrays.sort(all);
            return all;
        }
    }
}
