package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.format.EventFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldingConsumerTest {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final TopicPartition OTHERS = new TopicPartition("events", 1);
    private static final TopicPartition LABELS = new TopicPartition("labels", 0);

    private final Set<String> known = new HashSet<>();
    private final MockConsumer<byte[], byte[]> inner = new MockConsumer<>("earliest");
    private final Consumer<byte[], byte[]> consumer = HoldingConsumer.of(inner, "events", new EventFormat() {
        @Override
        public byte @Nullable [] json(byte @Nullable [] value) {
            return value;
        }

        @Override
        public boolean isReady(byte @Nullable [] value) {
            return value == null || known.contains(StreamHarness.text(value));
        }
    });

    @BeforeEach
    void assign() {
        known.add("a");
        inner.assign(List.of(EVENTS, OTHERS, LABELS));
        inner.updateBeginningOffsets(Map.of(EVENTS, 0L, OTHERS, 0L, LABELS, 0L));
    }

    private void add(TopicPartition partition, int from, String... values) {
        for (int i = 0; i < values.length; i++) {
            inner.addRecord(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), from + i, null, StreamHarness.bytes(values[i])));
        }
    }

    private List<String> poll() {
        List<String> seen = new ArrayList<>();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ZERO);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            seen.add(record.topic() + record.partition() + ":" + StreamHarness.text(record.value()));
        }
        return seen;
    }

    @Test
    void shouldHoldAPartitionBackFromWhatIsNotReadyAndGoOnFromThere() {
        add(EVENTS, 0, "a", "b", "a");
        add(OTHERS, 0, "a", "a");
        add(LABELS, 0, "b");
        ConsumerRecords<byte[], byte[]> first = consumer.poll(Duration.ZERO);
        assertThat(first.records(EVENTS)).hasSize(1);
        assertThat(first.records(OTHERS)).hasSize(2);
        assertThat(first.records(LABELS)).as("no events").hasSize(1);
        assertThat(first.nextOffsets()).containsEntry(EVENTS, new OffsetAndMetadata(1));
        assertThat(consumer.position(EVENTS)).as("what may be committed").isEqualTo(1);
        assertThat(inner.paused()).containsExactly(EVENTS);
        assertThat(poll()).isEmpty();
        known.add("b");
        add(EVENTS, 1, "b", "a");
        assertThat(poll()).containsExactly("events0:b", "events0:a");
        assertThat(inner.paused()).isEmpty();
    }

    @Test
    void shouldLeaveAPauseOfItsOwnerAsItIs() {
        add(EVENTS, 0, "b");
        assertThat(poll()).isEmpty();
        consumer.pause(List.of(EVENTS, OTHERS));
        known.add("b");
        assertThat(poll()).isEmpty();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(EVENTS, OTHERS);
        consumer.resume(List.of(EVENTS, OTHERS));
        assertThat(inner.paused()).isEmpty();
    }

    @Test
    void shouldGiveNothingToAnOwnerWhoHasPausedAllThatWasNotPaused() {
        add(EVENTS, 0, "b");
        assertThat(poll()).isEmpty();
        List<TopicPartition> open = List.of(EVENTS, OTHERS);
        assertThat(consumer.paused()).doesNotContainAnyElementsOf(open);
        consumer.pause(open);
        add(EVENTS, 0, "b");
        known.add("b");
        assertThat(poll()).isEmpty();
        consumer.resume(open);
        assertThat(poll()).containsExactly("events0:b");
    }

    @Test
    void shouldNotBeResumedByItsOwner() {
        add(EVENTS, 0, "b");
        assertThat(poll()).isEmpty();
        consumer.resume(List.of(EVENTS, OTHERS));
        assertThat(inner.paused()).containsExactly(EVENTS);
    }

    @Test
    void shouldForgetWhatItHeldOfAPartitionThatWasTakenAway() {
        add(EVENTS, 0, "b");
        assertThat(poll()).isEmpty();
        inner.assign(List.of(OTHERS));
        add(OTHERS, 0, "a");
        assertThat(poll()).containsExactly("events1:a");
        inner.assign(List.of(EVENTS, OTHERS));
        consumer.resume(List.of(EVENTS));
        assertThat(inner.paused()).as("what a new owner resumes").isEmpty();
    }
}
