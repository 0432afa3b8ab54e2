package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.EpisodeRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Alerts reach a real Alertmanager and a webhook, whatever stands still meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertRoutingIT {

    private static final String PROGRAM = "prometheus-alertmanager";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration RESOLVE = Duration.ofSeconds(6);
    private static final long SINCE = 1_700_000_000_000L;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private StreamHarness harness;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        harness = new StreamHarness(folder.resolve("broker"));
    }

    @AfterAll
    void stopBroker() {
        harness.close();
    }

    @Test
    void shouldFireAtAlertmanagerGoOnAfterARestartAndResolve(@TempDir Path folder) throws Exception {
        requireAlertmanager();
        TopologyConfig topology = harness.stream("am", Map.of());
        int port = FreePort.find();
        RuntimeConfig runtime = runtime(folder, "alert.alertmanager.urls", "http://127.0.0.1:" + port);
        try (AlertRouting routing = new AlertRouting(topology, runtime)) {
            routing.start();
            joined(topology, "alertmanager");
            refuseTwice(port, () -> publish(topology, episode("opened", "spike"), true));
            try (Alertmanager alertmanager = new Alertmanager(folder, port)) {
                await().ignoreExceptions()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(alertmanager.firing()).containsExactly("am pump-7 spike"));
                staysFiring(alertmanager, "repeated before it runs out");
                routing.close();
                try (AlertRouting restarted = new AlertRouting(topology, runtime)) {
                    restarted.start();
                    staysFiring(alertmanager, "after a restart it goes on from the open episode");
                    publish(topology, episode("closed", "spike"), false);
                    await().atMost(Duration.ofSeconds(3))
                            .untilAsserted(
                                    () -> assertThat(alertmanager.firing()).isEmpty());
                }
            }
        }
    }

    @Test
    void shouldPostEveryChangeToAWebhookInOrderTryingAgainAndMissNoneWhileItIsDown(@TempDir Path folder)
            throws Exception {
        TopologyConfig topology = harness.stream("hook", Map.of());
        List<String> taken = new CopyOnWriteArrayList<>();
        AtomicInteger refusals = new AtomicInteger(2);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/alerts", exchange -> {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            boolean refused = refusals.getAndDecrement() > 0;
            if (!refused) {
                body.path("changes")
                        .forEach(change -> taken.add(change.path("kind").asText() + " "
                                + change.path("change").asText()));
            }
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        RuntimeConfig runtime = runtime(
                folder,
                "alert.webhook.url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
        try {
            try (AlertRouting routing = new AlertRouting(topology, runtime)) {
                routing.start();
                joined(topology, "webhook");
                publish(topology, episode("opened", "spike"), true);
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("spike opened"));
            }
            publish(topology, episode("closed", "spike"), false);
            publish(topology, episode("opened", "silence"), true);
            try (AlertRouting restarted = new AlertRouting(topology, runtime)) {
                restarted.start();
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(taken).containsExactly("spike opened", "spike closed", "silence opened"));
            }
        } finally {
            server.stop(0);
        }
        assertThat(refusals.get()).as("it was refused before it was taken").isLessThan(0);
    }

    /** For longer than an alert lasts that nobody repeats. */
    private static void staysFiring(Alertmanager alertmanager, String why) {
        await().during(RESOLVE.plusSeconds(2))
                .atMost(RESOLVE.plusSeconds(3))
                .failFast(() -> assertThat(alertmanager.firing()).as(why).containsExactly("am pump-7 spike"))
                .until(() -> true);
    }

    /** Stands in for an Alertmanager that is not ready, until it has been tried again. */
    private static void refuseTwice(int port, Runnable alert) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer unready = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        unready.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        unready.start();
        try {
            alert.run();
            await().atMost(PATIENCE).until(() -> asked.get() >= 2);
        } finally {
            unready.stop(0);
        }
    }

    /** Waits until a route has noted where it begins to read: on its first start, at the end. */
    private void joined(TopologyConfig topology, String sink) {
        String group = topology.name() + "-alert-" + sink;
        try (TopicAdmin topics = new TopicAdmin(harness.client());
                Admin admin = Admin.create(harness.client())) {
            int partitions =
                    topics.partitions(topology.topicNames().anomalies()).orElseThrow();
            await().atMost(PATIENCE)
                    .until(() -> admin.listConsumerGroupOffsets(group)
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .size()
                            == partitions);
        }
    }

    private void publish(TopologyConfig topology, EpisodeRecord change, boolean open) {
        byte[] key = StreamHarness.bytes(change.key());
        harness.send(List.of(
                new ProducerRecord<>(topology.topicNames().anomalies(), key, change.encode()),
                new ProducerRecord<>(topology.topicNames().episodes(), key, open ? change.encode() : null)));
    }

    private static EpisodeRecord episode(String change, String kind) {
        return new EpisodeRecord(
                "pump-7", change, kind, "above", "", kind, SINCE, SINCE + 60_000, 1.5, 1.5, 12, 10, 3, 2);
    }

    private RuntimeConfig runtime(Path folder, String key, String value) {
        return RuntimeConfig.load(
                null,
                Map.of(
                        "bootstrap.servers",
                        String.valueOf(harness.client().get("bootstrap.servers")),
                        "state.dir",
                        folder.toString(),
                        "alert.resolve-timeout",
                        RESOLVE.toSeconds() + "s",
                        "alert.timeout",
                        "2s",
                        key,
                        value));
    }

    private static void requireAlertmanager() {
        boolean there = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
        Assumptions.assumeTrue(
                there,
                () -> "skipped: there is no " + PROGRAM + " on the path; apt-get install " + PROGRAM + " brings it");
    }

    /** The distribution's Alertmanager on a port of the loopback interface. */
    private static final class Alertmanager implements AutoCloseable {
        private final Process process;
        private final URI alerts;
        private final HttpClient client = HttpClient.newHttpClient();

        Alertmanager(Path folder, int port) throws IOException {
            Path config = folder.resolve("alertmanager.yml");
            Files.writeString(config, "route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n");
            alerts = URI.create("http://127.0.0.1:" + port + "/api/v2/alerts?active=true");
            process = new ProcessBuilder(
                            PROGRAM,
                            "--config.file=" + config,
                            "--storage.path=" + folder.resolve("alertmanager"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--cluster.listen-address=")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("alertmanager.log").toFile())
                    .start();
        }

        /** The active alerts as "stream key kind". */
        List<String> firing() throws IOException, InterruptedException {
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(alerts).build(), HttpResponse.BodyHandlers.ofString());
            List<String> firing = new ArrayList<>();
            for (JsonNode alert : JSON.readTree(response.body())) {
                JsonNode labels = alert.path("labels");
                firing.add(labels.path("stream").asText() + " "
                        + labels.path("key").asText() + " "
                        + labels.path("kind").asText());
            }
            return firing;
        }

        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
