package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ReadoutPrior;
import io.streamgauge.forecast.ReadoutSummary;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.trainer.KafkaTrainerClients;
import io.streamgauge.trainer.RoundMark;
import io.streamgauge.trainer.TrainerFencedException;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.trainer.TrainerService;
import io.streamgauge.trainer.UnusableCheckpointException;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelDecision;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The trainer learns and publishes in transactions, and a stop leaves no trace in what it publishes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WINDOWS = 83;
    private static final int HALF = 38; // not a multiple of the block's 4
    private static final int ROUND = 7;
    /** Versions that stay on the topic behind the newest. */
    private static final int VERSIONS_KEPT = 20;

    private StreamHarness harness;

    @BeforeAll
    void startBroker(@TempDir Path dir) {
        harness = new StreamHarness(dir);
    }

    @AfterAll
    void stopBroker() {
        harness.close();
    }

    /** A trainer on a thread of its own. */
    private final class Running implements AutoCloseable {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final TrainerService service;
        private final Thread thread;
        private volatile long learned;
        private volatile @Nullable Throwable failure;

        Running(TopologyConfig topology, boolean lockstep) {
            service = new TrainerService(
                    Wiring.trainer(topology, Duration.ZERO, lockstep),
                    new KafkaTrainerClients(topology.topicNames(), harness.client(), harness.client()),
                    new TrainerMetrics(registry, List.of("malformed"), List.of("rnn 0", "head")),
                    new TrainerProgress() {
                        @Override
                        public void learned(long windows) {
                            learned = windows;
                        }

                        @Override
                        public void published(ModelInfo info) {}
                    },
                    Clock.systemUTC());
            thread = new Thread(service);
            thread.setUncaughtExceptionHandler((dead, cause) -> failure = cause);
            thread.start();
        }

        Running await(long windows) {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> learned >= windows || failure != null);
            assertThat(failure).isNull();
            assertThat(learned).isEqualTo(windows);
            return this;
        }

        Throwable awaitFailure() {
            org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> failure != null);
            return java.util.Objects.requireNonNull(failure);
        }

        double count(String meter) {
            return registry.get(meter).counters().stream()
                    .mapToDouble(counter -> counter.count())
                    .sum();
        }

        @Override
        public void close() {
            service.close();
        }
    }

    @Test
    void shouldPublishVersionsThatLearn() throws WireFormatException {
        TopologyConfig topology = harness.stream("learns", Map.of());
        harness.send(TrainerWindows.of(topology, 0, 200));
        try (Running trainer = new Running(topology, false)) {
            trainer.await(200);
        }
        List<ConsumerRecord<byte[], byte[]>> weights =
                harness.read(topology.topicNames().weights());
        ModelInfo last = last(topology, weights).info();
        assertThat(last.version()).isGreaterThan(10);
        assertThat(last.windows()).isEqualTo(200);
        assertThat(last.gateLoss()).as("on windows not trained on").isLessThan(last.firstLoss());
        assertThat(generations(weights)).isEqualTo(oneTo(last.generation()));
    }

    @Test
    void shouldPutTheVersionBeforeInChargeWhereLiveWindowsDoNotBearTheChampionOut() throws WireFormatException {
        Map<String, String> settings = Map.of(
                "trainer.margin", "0.0",
                "trainer.block", "20",
                "trainer.replay", "60",
                "trainer.updates", "40",
                "trainer.rollback-margin", "0.05",
                "trainer.rollback-patience", "2");
        TopologyConfig topology = harness.stream("taken-back", settings);
        int turned = 20 * 20;
        int back = turned + 4 * 20;
        List<ProducerRecord<byte[], byte[]>> windows = new ArrayList<>();
        for (int number = 0; number < back + 8 * 20; number++) {
            windows.add(TrainerWindows.of(topology, number, null, number >= turned && number < back ? -1 : 1));
        }
        harness.send(windows);
        try (Running trainer = new Running(topology, false)) {
            trainer.await(windows.size());
        }
        List<ModelDecision> decisions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                harness.read(topology.topicNames().trainer())) {
            if (ModelDecision.isKey("m", StreamHarness.text(record.key()))) {
                decisions.add(ModelDecision.decode(record.value()));
            }
        }
        assertThat(decisions).extracting(ModelDecision::kind).contains(ModelDecision.Kind.ROLLED_BACK);
        List<ConsumerRecord<byte[], byte[]>> weights =
                harness.read(topology.topicNames().weights());
        assertThat(generations(weights)).as("never back").isSorted();
        assertThat(versionsInCharge(weights)).as("an older one once").isNotEqualTo(sorted(versionsInCharge(weights)));
    }

    private static List<Long> sorted(List<Long> numbers) {
        return numbers.stream().sorted().toList();
    }

    private static List<Long> versionsInCharge(List<ConsumerRecord<byte[], byte[]>> weights)
            throws WireFormatException {
        List<Long> versions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : weights) {
            if (StreamHarness.text(record.key()).equals("m/champion")) {
                versions.add(ChampionPointer.decode(record.value()).version());
            }
        }
        return versions;
    }

    @Test
    void shouldPublishAfterAStopWhatItWouldHavePublishedWithoutOne() {
        TopologyConfig unbroken = harness.stream("unbroken", Map.of());
        TopologyConfig stopped = harness.stream("stopped", Map.of());
        // In the same transactions, or the offsets that a version names would not be the same.
        harness.send(TrainerWindows.of(unbroken, 0, HALF));
        harness.send(TrainerWindows.of(unbroken, HALF, WINDOWS));
        try (Running trainer = new Running(unbroken, false)) {
            trainer.await(80);
        }
        harness.send(TrainerWindows.of(stopped, 0, HALF));
        try (Running trainer = new Running(stopped, false)) {
            trainer.await(36);
        }
        harness.send(TrainerWindows.of(stopped, HALF, WINDOWS));
        try (Running trainer = new Running(stopped, false)) {
            trainer.await(80);
        }
        assertSameWeights(stopped, unbroken);
    }

    @Test
    void shouldWriteTheSameCheckpointAfterAStopThoughWindowsWereLeftOutAndTheScheduleMinds() throws Exception {
        Map<String, String> settings = Map.of(
                "trainer.loss", "quantiles",
                "trainer.quantiles", "0.1,0.5,0.9",
                "trainer.schedule", "plateau",
                "trainer.drift-blocks", "3",
                "trainer.burn-in", "2",
                "trainer.replay", "13");
        TopologyConfig unbroken = harness.stream("eventful", settings);
        TopologyConfig stopped = harness.stream("eventful-stopped", settings);
        harness.send(withReadouts(unbroken, 0, HALF));
        harness.send(withReadouts(unbroken, HALF, WINDOWS));
        try (Running trainer = new Running(unbroken, false)) {
            trainer.await(64);
        }
        harness.send(withReadouts(stopped, 0, HALF));
        try (Running trainer = new Running(stopped, false)) {
            trainer.await(28);
        }
        harness.send(withReadouts(stopped, HALF, WINDOWS));
        try (Running trainer = new Running(stopped, false)) {
            trainer.await(64);
        }
        assertSameRecords(stopped.topicNames().trainer(), unbroken.topicNames().trainer());
        assertSameWeights(stopped, unbroken);
        ReadoutPrior prior =
                last(unbroken, harness.read(unbroken.topicNames().weights())).prior();
        assertThat(Objects.requireNonNull(prior).mean()).hasSize(2);
    }

    /** Windows with the readout of their key; every fifth cannot be read. */
    private static List<ProducerRecord<byte[], byte[]>> withReadouts(TopologyConfig topology, int from, int to) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ReadoutSummary readout = new ReadoutSummary(new float[] {i, -i % 7}, i, 1);
            ProducerRecord<byte[], byte[]> window = TrainerWindows.of(topology, i, readout);
            records.add(
                    i % 5 == 4
                            ? new ProducerRecord<>(window.topic(), window.key(), StreamHarness.bytes("no window"))
                            : window);
        }
        return records;
    }

    @Test
    void shouldLearnTheSameWhateverTheOrderWithinARoundAndWhereverItStops() {
        TopologyConfig inOrder = harness.stream("in-order", Map.of());
        TopologyConfig shuffled = harness.stream("shuffled", Map.of());
        int middleOfARound = 5 * (ROUND + 1) + 3;
        List<ProducerRecord<byte[], byte[]>> ordered = rounds(inOrder, 0, 9, new Random(1), false);
        harness.send(ordered.subList(0, middleOfARound));
        harness.send(ordered.subList(middleOfARound, ordered.size()));
        try (Running trainer = new Running(inOrder, true)) {
            trainer.await(9 * ROUND);
        }
        List<ProducerRecord<byte[], byte[]>> records = rounds(shuffled, 0, 9, new Random(1), true);
        harness.send(records.subList(0, middleOfARound));
        try (Running trainer = new Running(shuffled, true)) {
            trainer.await(5 * ROUND);
        }
        harness.send(records.subList(middleOfARound, records.size()));
        try (Running trainer = new Running(shuffled, true)) {
            trainer.await(9 * ROUND);
        }
        assertSameWeights(shuffled, inOrder);
    }

    @Test
    void shouldSkipAndCountMalformedWindows() {
        TopologyConfig topology = harness.stream("malformed", Map.of());
        String topic = topology.topicNames().windows();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(TrainerWindows.of(topology, 0, 16));
        records.add(3, new ProducerRecord<>(topic, StreamHarness.bytes("k"), StreamHarness.bytes("no window")));
        records.add(9, new ProducerRecord<>(topic, StreamHarness.bytes("k"), null));
        records.add(11, new ProducerRecord<>(topic, null, new byte[0]));
        harness.send(records);
        try (Running trainer = new Running(topology, false)) {
            trainer.await(16);
            assertThat(trainer.count("streamgauge_trainer_windows_rejected_total"))
                    .isEqualTo(3);
        }
        try (Running again = new Running(topology, false)) {
            again.await(16);
            assertThat(again.count("streamgauge_trainer_windows_rejected_total"))
                    .as("what is only read again is not counted again")
                    .isZero();
        }
    }

    @Test
    void shouldEndForGoodWhenAnotherTrainerTakesOver() {
        TopologyConfig topology = harness.stream("contended", Map.of());
        harness.send(TrainerWindows.of(topology, 0, 16));
        try (Running first = new Running(topology, false)) {
            first.await(16);
            try (Running second = new Running(topology, false)) {
                second.await(16);
                harness.send(TrainerWindows.of(topology, 16, 32));
                second.await(32);
                assertThat(first.awaitFailure())
                        .isInstanceOf(TrainerFencedException.class)
                        .hasMessageContaining("'contended'");
            }
        }
        List<ConsumerRecord<byte[], byte[]>> weights =
                harness.read(topology.topicNames().weights());
        List<Long> generations = generations(weights);
        assertThat(generations).hasSizeGreaterThan(4).isEqualTo(oneTo(generations.size()));
        TopologyConfig alone = harness.stream("uncontended", Map.of());
        harness.send(TrainerWindows.of(alone, 0, 16));
        harness.send(TrainerWindows.of(alone, 16, 32));
        try (Running trainer = new Running(alone, false)) {
            trainer.await(32);
        }
        assertSameWeights(topology, alone);
        assertThat(lastCheckpoint(topology)).isEqualTo(lastCheckpoint(alone));
    }

    private byte[] lastCheckpoint(TopologyConfig topology) {
        return harness.read(topology.topicNames().trainer()).stream()
                .filter(record -> StreamHarness.text(record.key()).equals("m/checkpoint"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .value();
    }

    @Test
    void shouldPublishNothingThatIsNotFiniteWhateverTheWindowsAndTheRateBring() throws WireFormatException {
        TopologyConfig topology = harness.stream("poisoned", Map.of("trainer.learning-rate", "1"));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            float sign = i % 5 == 1 ? Float.NaN : i % 7 == 0 ? Float.MAX_VALUE : 1;
            records.add(TrainerWindows.of(topology, i, null, sign));
        }
        harness.send(records);
        try (Running trainer = new Running(topology, false)) {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> trainer.learned >= 60 || trainer.failure != null);
            assertThat(trainer.failure).isNull();
        }
        for (ConsumerRecord<byte[], byte[]> record :
                harness.read(topology.topicNames().weights())) {
            boolean pointer = StreamHarness.text(record.key()).equals(WeightsRecord.championKey("m"));
            if (!pointer && record.value() != null) {
                // Refuses what is not finite.
                WeightsRecord.decode(record.value(), ModelTask.of(Wiring.forecaster(topology)));
            }
        }
    }

    @Test
    void shouldKeepTheLatestVersionsAndTombstoneOlderOnes() throws WireFormatException {
        TopologyConfig topology = harness.stream("kept", Map.of());
        harness.send(TrainerWindows.of(topology, 0, 120));
        try (Running trainer = new Running(topology, false)) {
            trainer.await(120);
        }
        List<ConsumerRecord<byte[], byte[]>> weights =
                harness.read(topology.topicNames().weights());
        long newest = last(topology, weights).info().version();
        assertThat(newest).isGreaterThan(VERSIONS_KEPT);
        Set<String> alive = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : weights) {
            String key = StreamHarness.text(record.key());
            if (record.value() == null) {
                assertThat(alive.remove(key)).as("%s was there", key).isTrue();
            } else {
                alive.add(key);
            }
        }
        Set<String> expected = new HashSet<>(Set.of(WeightsRecord.championKey("m")));
        for (long version = newest - VERSIONS_KEPT + 1; version <= newest; version++) {
            expected.add(WeightsRecord.key("m", version));
        }
        assertThat(alive).isEqualTo(expected);
    }

    @Test
    void shouldNumberOnAfterTheChampionWhereTheCheckpointIsGone() {
        TopologyConfig topology = harness.stream("fresh", Map.of());
        String topic = topology.topicNames().weights();
        harness.send(List.of(
                new ProducerRecord<>(topic, StreamHarness.bytes("m/v000009"), StreamHarness.bytes("any weights")),
                new ProducerRecord<>(
                        topic,
                        StreamHarness.bytes("m/champion"),
                        new ChampionPointer(41, 7, "a".repeat(64)).encode())));
        harness.send(TrainerWindows.of(topology, 0, 16));
        try (Running trainer = new Running(topology, false)) {
            trainer.await(16);
        }
        List<ConsumerRecord<byte[], byte[]>> weights = harness.read(topic);
        assertThat(generations(weights).subList(0, 3)).containsExactly(41L, 42L, 43L);
        assertThat(StreamHarness.text(weights.get(2).key())).isEqualTo("m/v000010");
    }

    @Test
    void shouldRefuseTheCheckpointOfAnotherNetwork() {
        TopologyConfig small = harness.stream("reshaped", Map.of());
        harness.send(TrainerWindows.of(small, 0, 8));
        try (Running trainer = new Running(small, false)) {
            trainer.await(8);
        }
        TopologyConfig large = harness.stream("reshaped", Map.of("network.hidden", "5"));
        try (Running trainer = new Running(large, false)) {
            assertThat(trainer.awaitFailure())
                    .isInstanceOf(UnusableCheckpointException.class)
                    .hasMessageContaining("'reshaped.trainer'")
                    .hasMessageContaining("hiddenSize=4")
                    .hasMessageContaining("expected")
                    .hasMessageContaining("hiddenSize=5");
        }
    }

    @Test
    void shouldGoOnWithTheWindowsLeftWhereSomeWereDeletedUnread() throws Exception {
        TopologyConfig topology = harness.stream("deleted", Map.of());
        harness.send(TrainerWindows.of(topology, 0, 8));
        try (Running trainer = new Running(topology, false)) {
            trainer.await(8);
        }
        harness.send(TrainerWindows.of(topology, 8, 40));
        TopicPartition partition = new TopicPartition(topology.topicNames().windows(), 0);
        try (Admin admin = Admin.create(harness.client())) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(21)))
                    .all()
                    .get();
        }
        try (Running trainer = new Running(topology, false)) {
            // Offsets 0 to 8 are the first 8 windows and their marker, so windows 20 to 39 are left.
            trainer.await(8 + 20);
        }
    }

    private void assertSameWeights(TopologyConfig actual, TopologyConfig expected) {
        assertSameRecords(actual.topicNames().weights(), expected.topicNames().weights());
    }

    private void assertSameRecords(String actual, String expected) {
        List<ConsumerRecord<byte[], byte[]>> found = harness.read(actual);
        List<ConsumerRecord<byte[], byte[]>> wanted = harness.read(expected);
        assertThat(wanted).hasSizeGreaterThan(10);
        assertThat(found.stream().map(record -> StreamHarness.text(record.key())))
                .containsExactlyElementsOf(wanted.stream()
                        .map(record -> StreamHarness.text(record.key()))
                        .toList());
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(found.get(i).value())
                    .as("record %d, key %s", i, StreamHarness.text(found.get(i).key()))
                    .isEqualTo(wanted.get(i).value());
        }
    }

    private static List<Long> generations(List<ConsumerRecord<byte[], byte[]>> weights) {
        List<Long> generations = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : weights) {
            if (StreamHarness.text(record.key()).equals(WeightsRecord.championKey("m"))) {
                try {
                    generations.add(ChampionPointer.decode(record.value()).generation());
                } catch (WireFormatException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return generations;
    }

    private static List<Long> oneTo(long last) {
        List<Long> numbers = new ArrayList<>();
        for (long number = 1; number <= last; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    /** The weights that the last champion points at. */
    private static WeightsRecord last(TopologyConfig topology, List<ConsumerRecord<byte[], byte[]>> weights)
            throws WireFormatException {
        ConsumerRecord<byte[], byte[]> pointer = weights.get(weights.size() - 1);
        if (!StreamHarness.text(pointer.key()).equals(WeightsRecord.championKey("m"))) {
            pointer = weights.get(weights.size() - 2); // a tombstone follows
        }
        ChampionPointer champion = ChampionPointer.decode(pointer.value());
        for (ConsumerRecord<byte[], byte[]> record : weights) {
            if (StreamHarness.text(record.key()).equals(WeightsRecord.key("m", champion.version()))
                    && record.value() != null) {
                assertThat(WeightsRecord.sha256(record.value())).isEqualTo(champion.sha256());
                return WeightsRecord.decode(record.value(), ModelTask.of(Wiring.forecaster(topology)));
            }
        }
        throw new AssertionError("no version " + champion.version());
    }

    private static List<ProducerRecord<byte[], byte[]>> rounds(
            TopologyConfig topology, int from, int to, Random random, boolean shuffled) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int round = from; round < to; round++) {
            List<ProducerRecord<byte[], byte[]>> windows =
                    TrainerWindows.of(topology, round * ROUND, (round + 1) * ROUND);
            if (shuffled) {
                Collections.shuffle(windows, random);
            }
            records.addAll(windows);
            records.add(RoundMark.record(topology.topicNames().windows(), round + 1));
        }
        return records;
    }
}
