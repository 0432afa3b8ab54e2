package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.testing.Figures;
import io.streamgauge.trainer.KafkaTrainerClients;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.trainer.TrainerService;
import io.streamgauge.wire.ModelInfo;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A trainer that dies at any boundary of its steps leaves the same bytes as one that never did: every version, pointer and
 * decision, and the checkpoint with weights, both of Adam's moments, random state, replay range and cursor.
 */
@Tag(Figures.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class TrainerCrashIT {

    private static final int BLOCK = 4;
    private static final int BLOCKS = 7;
    private static final int WINDOWS = BLOCK * BLOCKS;
    /** More lives than any run needs; one that makes no progress ends here. */
    private static final int MOST_LIVES = 400;

    private final Map<String, Map<String, byte[]>> unbroken = new HashMap<>();
    private StreamHarness harness;
    private int tried;
    private int identical;
    private int deathsInAll;

    @BeforeAll
    void startBroker(@TempDir Path dir) {
        harness = new StreamHarness(dir);
        TopologyConfig topology = stream("unbroken");
        assertThat(live(topology, (method, before) -> false)).isTrue();
        unbroken.put("all", contents(topology));
        assertThat(unbroken.get("all").keySet())
                .as("there is something to lose")
                .contains("m/checkpoint", "m/v000003", "m/champion", "m/decision/006");
    }

    @AfterAll
    void stopBroker() {
        harness.close();
        Figures figures = new Figures("trainer");
        figures.put("trainer.boundaries", tried, "boundaries");
        figures.put("trainer.boundaries.identical", identical, "boundaries");
        figures.put("trainer.deaths", deathsInAll, "deaths");
        figures.write();
    }

    /** Windows that wait for their outcomes stand nowhere but on the topic. */
    @Test
    void shouldLearnTheSameOutcomesWhereverItDies() {
        tried++;
        TopologyConfig whole = streamOfOutcomes("outcomes-unbroken");
        assertThat(live(whole, (method, before) -> false)).isTrue();
        Map<String, byte[]> expected = contents(whole);
        assertThat(expected.keySet()).contains("m/checkpoint", "m/v000003", "m/champion");
        TopologyConfig topology = streamOfOutcomes("outcomes-dies");
        int deaths = 0;
        while (!live(topology, new NthCall("poll", false, 2 + deaths % 5 + deaths))) {
            deaths++;
            assertThat(deaths).as("deaths").isLessThan(MOST_LIVES);
        }
        assertThat(deaths).isGreaterThan(1);
        deathsInAll += deaths;
        Map<String, byte[]> found = contents(topology);
        assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((key, value) -> assertThat(found.get(key)).as(key).isEqualTo(value));
        identical++;
    }

    /** Windows of which each waits for two of its key, for long where the key is the third, and labels between them. */
    private TopologyConfig streamOfOutcomes(String name) {
        TopologyConfig topology = harness.stream(name, Map.of("outcome.within", "2s", "outcome.wait", "0s"));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, WINDOWS + 3 * 2).boxed().toList());
        numbers.sort(Comparator.comparing(number -> number % 3 == 2 && number > 2));
        for (int i : numbers) {
            records.addAll(TrainerWindows.of(topology, i, i + 1));
            if (i % 5 == 0) {
                records.add(TrainerWindows.outcome(topology, i));
            }
        }
        harness.send(records);
        return topology;
    }

    private TopologyConfig stream(String name) {
        TopologyConfig topology = harness.stream(name, Map.of());
        harness.send(TrainerWindows.of(topology, 0, WINDOWS));
        return topology;
    }

    /** What happens at a boundary, by the call to Kafka that it precedes or follows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "before consuming,            poll,                     true",
        "after consuming,             poll,                     false",
        "after training,              beginTransaction,         true",
        "before publishing,           beginTransaction,         false",
        "before each record,          send,                     true",
        "after each record,           send,                     false",
        "before the cursor,           sendOffsetsToTransaction, true",
        "after the cursor,            sendOffsetsToTransaction, false",
        "before the commit,           commitTransaction,        true",
        "after the commit,            commitTransaction,        false"
    })
    void shouldLeaveTheSameBytesWhereverEveryLifeEnds(String boundary, String method, boolean before) {
        tried++;
        TopologyConfig topology = stream("dies-" + boundary.replace(' ', '-'));
        int deaths = 0;
        // Each life passes the boundary once more than the one before it, and starts over where that is not far enough.
        int growth = method.equals("poll") ? 1 : 5; // a session reads for long before it consumes
        while (!live(topology, new NthCall(method, before, 2 + deaths % 5 + deaths / growth))) {
            deaths++;
            assertThat(deaths).as("deaths").isLessThan(MOST_LIVES);
        }
        assertThat(deaths).as("deaths at this boundary").isGreaterThan(1);
        deathsInAll += deaths;
        assertSameAsUnbroken(topology);
    }

    @Test
    void shouldLeaveTheSameBytesThoughItDiesAtEveryCallToTheBrokersInTurn() {
        tried++;
        TopologyConfig topology = stream("dies-everywhere");
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int life = 1; life < MOST_LIVES; life++) {
            NthCall fate = new NthCall("", true, life);
            if (live(topology, fate)) {
                break;
            }
            places.merge(fate.place(), 1, Integer::sum);
            deathsInAll++;
        }
        assertThat(places.keySet())
                .as("places of death")
                .hasSizeGreaterThan(6)
                .contains("initTransactions", "poll", "send");
        assertSameAsUnbroken(topology);
    }

    /** Death at the nth call of a method, of any where it has no name. */
    private static final class NthCall implements MortalClients.Fate {
        private final String method;
        private final boolean before;
        private final int last;
        private int calls;
        private String place = "";

        NthCall(String method, boolean before, int last) {
            this.method = method;
            this.before = before;
            this.last = last;
        }

        @Override
        public boolean strikes(String called, boolean isBefore) {
            if (isBefore != before || !(method.isEmpty() || method.equals(called))) {
                return false;
            }
            place = called;
            return ++calls >= last;
        }

        String place() {
            return place;
        }
    }

    /** One life of a trainer; whether it learned from all windows before it died. */
    private boolean live(TopologyConfig topology, MortalClients.Fate fate) {
        long[] learned = new long[1];
        TrainerService[] service = new TrainerService[1];
        try (MortalClients clients = new MortalClients(
                new KafkaTrainerClients(topology.topicNames(), fewAtATime(), harness.client()), fate)) {
            service[0] = new TrainerService(
                    Wiring.trainer(topology, Duration.ZERO, false),
                    clients,
                    TrainerMetrics.noop(),
                    new TrainerProgress() {
                        @Override
                        public void learned(long windows) {
                            learned[0] = windows;
                            if (windows == WINDOWS) {
                                throw new MortalClients.Killed("all learned");
                            }
                        }

                        @Override
                        public void published(ModelInfo info) {}
                    },
                    Clock.systemUTC());
            service[0].run();
        } catch (MortalClients.Killed end) {
            return learned[0] == WINDOWS;
        } catch (Exception e) {
            throw new AssertionError("a life that ended otherwise", e);
        }
        throw new AssertionError("the trainer stopped by itself");
    }

    /** Less than a block, so that there is something to consume between any two. */
    private Map<String, Object> fewAtATime() {
        Map<String, Object> properties = new HashMap<>(harness.client());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BLOCK - 1);
        return properties;
    }

    /** What a reader of the trainer's and the weights topic ends up with. */
    private Map<String, byte[]> contents(TopologyConfig topology) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String topic :
                List.of(topology.topicNames().weights(), topology.topicNames().trainer())) {
            for (ConsumerRecord<byte[], byte[]> record : harness.read(topic)) {
                contents.put(StreamHarness.text(record.key()), record.value());
            }
        }
        return contents;
    }

    private void assertSameAsUnbroken(TopologyConfig topology) {
        Map<String, byte[]> found = contents(topology);
        Map<String, byte[]> expected = Objects.requireNonNull(unbroken.get("all"));
        assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((key, value) -> assertThat(found.get(key)).as(key).isEqualTo(value));
        identical++;
    }
}
