package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.EventWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two forecasters of one stream, each with its own port and folder: either answers for every key, whoever serves it. */
@Timeout(300)
class TwoInstancesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KEYS = 8;
    private static final int EVENTS_OF_A_KEY = 12;
    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private StreamHarness harness;
    private TopologyConfig topology;

    @BeforeEach
    void startBroker() {
        harness = new StreamHarness(folder.resolve("kafka"));
        topology = harness.stream("paired", Map.of());
        harness.send(events());
    }

    @AfterEach
    void stopBroker() {
        harness.close();
    }

    /** What {@code run} starts, without the process around it. */
    private final class Running implements AutoCloseable {
        private final ForecasterSlot slot = new ForecasterSlot();
        private final LivePage page;
        private final ForecasterRuntime forecaster;
        private final String address;
        private boolean silent;
        private boolean closed;

        Running(String name) {
            RuntimeConfig runtime = harness.runtime(folder.resolve(name), Map.of("http.port", "0"));
            Meters meters = new Meters(topology);
            LivePage.Content content = new LivePage.Content(runtime.http(), Map.of());
            page = new LivePage(topology, runtime, content, meters, slot);
            forecaster = new ForecasterRuntime(
                    topology, runtime, page.address(), 0, meters.forecast(List.of()), content::model);
            address = page.address().host() + ":" + page.address().port();
        }

        Running start() {
            slot.fill(forecaster);
            forecaster.start();
            page.start();
            return this;
        }

        /** Where it listened, or still does. */
        String address() {
            return address;
        }

        /** Listens no more, though its forecaster goes on. */
        void silence() {
            page.close();
            silent = true;
        }

        HttpResponse<String> get(String path) {
            try {
                return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(page.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }

        JsonNode json(String path) {
            try {
                return JSON.readTree(get(path).body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                forecaster.close();
                if (!silent) {
                    page.close();
                }
            }
        }
    }

    @Test
    void shouldAnswerForEveryKeyWhoeverServesIt() {
        try (Running first = new Running("first")) {
            assertStarting(first);
            first.start();
            awaitEveryState(first);
            try (Running second = new Running("second").start()) {
                awaitBothServing(first, second);
                assertSameAnswers(first, second);
                assertRefusals(first, second);
                first.silence();
                assertNoAnswerFromASilentOwner(first, second);
                first.close();
                awaitEveryState(second);
                assertThat(owners(second)).containsExactly(second.address());
            }
        }
    }

    private static void assertStarting(Running instance) {
        assertThat(instance.get("api/keys/k0/state").statusCode()).isEqualTo(503);
        assertThat(instance.get("api/instances").statusCode()).isEqualTo(503);
        assertThat(instance.get("health").statusCode()).isEqualTo(503);
    }

    private static void awaitEveryState(Running instance) {
        await("a state of every key")
                .atMost(PATIENCE)
                .until(() -> keys().allMatch(key -> instance.json("api/keys/" + key + "/state")
                                .path("events")
                                .asInt()
                        == EVENTS_OF_A_KEY));
    }

    /** While tasks move a key that has a state is never said to be unknown. */
    private static void awaitBothServing(Running first, Running second) {
        Set<Integer> seen = new TreeSet<>();
        await("a partition for each")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    keys().forEach(key -> List.of(first, second)
                            .forEach(asked -> seen.add(
                                    asked.get("api/keys/" + key + "/state").statusCode())));
                    return List.of(first, second).stream().allMatch(TwoInstancesIT::knowsTwoServing)
                            && keys().allMatch(key -> List.of(first, second).stream()
                                    .allMatch(asked -> asked.get("api/keys/" + key + "/state")
                                                    .statusCode()
                                            == 200));
                });
        assertThat(seen).contains(200).isSubsetOf(200, 503);
    }

    private static boolean knowsTwoServing(Running asked) {
        JsonNode instances = asked.json("api/instances").path("instances");
        return instances.size() == 2
                && instances.at("/0/partitions").size() == 1
                && instances.at("/1/partitions").size() == 1;
    }

    private static void assertSameAnswers(Running first, Running second) {
        assertThat(owners(first)).containsExactlyInAnyOrder(first.address(), second.address());
        keys().forEach(key -> assertThat(first.json("api/keys/" + key + "/state"))
                .as("the state of %s", key)
                .isEqualTo(second.json("api/keys/" + key + "/state")));
        for (Running asked : List.of(first, second)) {
            List<JsonNode> here = new ArrayList<>();
            asked.json("api/instances").path("instances").forEach(instance -> {
                if (instance.path("here").asBoolean()) {
                    here.add(instance.path("instance"));
                }
            });
            assertThat(here).extracting(JsonNode::asText).containsExactly(asked.address());
        }
    }

    /** Unknown keys of both partitions, and parameters that are none. */
    private static void assertRefusals(Running first, Running second) {
        for (Running asked : List.of(first, second)) {
            IntStream.range(0, KEYS)
                    .forEach(i -> assertThat(asked.get("api/keys/unknown-" + i + "/state")
                                    .statusCode())
                            .as("an unknown key")
                            .isEqualTo(404));
            for (String path : List.of("api/keys?limit=0", "api/episodes?limit=many", "api/keys/k0/fan?time=then")) {
                HttpResponse<String> refused = asked.get(path);
                assertThat(refused.statusCode()).as(path).isEqualTo(400);
                assertThat(refused.body()).contains("\"error\":");
            }
        }
    }

    private static void assertNoAnswerFromASilentOwner(Running silent, Running asked) {
        AtomicBoolean met = new AtomicBoolean();
        keys().forEach(key -> {
            HttpResponse<String> answer = asked.get("api/keys/" + key + "/state");
            if (answer.statusCode() == 503) {
                assertThat(answer.body()).contains("the instance at " + silent.address(), "does not answer");
                met.set(true);
            } else {
                assertThat(answer.body()).contains(asked.address());
            }
        });
        assertThat(met).as("keys of the instance that is silent").isTrue();
    }

    /** Who serves the keys, as the instance says that is asked. */
    private static Set<String> owners(Running asked) {
        Set<String> owners = new TreeSet<>();
        keys().forEach(key -> owners.add(
                asked.json("api/keys/" + key + "/state").path("instance").asText()));
        return owners;
    }

    private static Stream<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "k" + i);
    }

    private List<ProducerRecord<byte[], byte[]>> events() {
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        EventWriter writer = new EventWriter("/time", "/value");
        for (int i = 0; i < EVENTS_OF_A_KEY; i++) {
            long time = BEGIN + i * 60_000L;
            double value = 10 + i % 5;
            keys().forEach(key -> events.add(new ProducerRecord<>(
                    topology.source().topic(), StreamHarness.bytes(key), writer.write(time, value))));
        }
        return events;
    }
}
