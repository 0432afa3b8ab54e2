package io.streamgauge.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.EpisodeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No change of an episode is left out on its way to a sink, whatever the group does meanwhile. */
@Timeout(60)
class AlertServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TopicNames topics =
            TopologyConfig.load(null, Map.of("name", "t")).topicNames();
    private final TopicPartition first = new TopicPartition(topics.anomalies(), 0);
    private final TopicPartition second = new TopicPartition(topics.anomalies(), 1);
    private final MockConsumer<byte[], byte[]> group = new MockConsumer<>("latest");
    private final AtomicBoolean scanning = new AtomicBoolean();
    private final StubbornSink sink = new StubbornSink();

    /** A sink that takes nothing at first. */
    private static final class StubbornSink implements AlertSink {
        private final AtomicBoolean open = new AtomicBoolean();
        private final AtomicBoolean asked = new AtomicBoolean();
        private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();

        @Override
        public String name() {
            return "stubborn";
        }

        @Override
        public void deliver(List<EpisodeRecord> changes, Collection<EpisodeRecord> ignored) throws IOException {
            asked.set(true);
            if (!open.get()) {
                throw new IOException("not now");
            }
            changes.forEach(change -> taken.add(change.key()));
        }

        @Override
        public boolean isDue() {
            return false;
        }
    }

    @Test
    void shouldDeliverWhatStandsInPartitionsThatComeInWhileTheSinkTakesNothing() {
        List<TopicPartition> both = List.of(first, second);
        group.updateBeginningOffsets(both.stream().collect(Collectors.toMap(p -> p, p -> 0L)));
        group.updateEndOffsets(both.stream().collect(Collectors.toMap(p -> p, p -> 0L)));
        group.schedulePollTask(() -> {
            group.rebalance(List.of(first));
            group.addRecord(change(first, 0, "first"));
        });
        try (AlertService service = new AlertService(sink, topics, Map.of(), this::consumer)) {
            service.start();
            Awaitility.await().atMost(PATIENCE).untilTrue(sink.asked);
            group.schedulePollTask(() -> {
                group.rebalance(both);
                group.seek(first, 1);
                group.addRecord(change(second, 0, "second"));
            });
            Awaitility.await().atMost(PATIENCE).until(() -> group.assignment().size() == 2);
            // Some more rounds of waiting, in which nothing may be read.
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> true);
            sink.open.set(true);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sink.taken).containsExactly("first", "second"));
        }
    }

    /** The first consumer is the group's; what is asked for after it reads the open episodes, of which there are none. */
    private Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        if (!scanning.getAndSet(true)) {
            return group;
        }
        MockConsumer<byte[], byte[]> scan = new MockConsumer<>("earliest");
        Map<TopicPartition, Long> none = Stream.of(0, 1)
                .collect(Collectors.toMap(number -> new TopicPartition(topics.episodes(), number), number -> 0L));
        scan.updateBeginningOffsets(none);
        scan.updateEndOffsets(none);
        return scan;
    }

    private static ConsumerRecord<byte[], byte @Nullable []> change(TopicPartition partition, long offset, String key) {
        byte[] value = new EpisodeRecord(key, "opened", "spike", "above", "", "spike", 1, 2, 3, 3, 4, 5, 6, 7).encode();
        return new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, key.getBytes(StandardCharsets.UTF_8), value);
    }
}
