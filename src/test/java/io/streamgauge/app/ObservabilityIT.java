package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.testing.Browser;
import java.io.IOException;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real run watched by the real Prometheus and Alertmanager: broker, forecaster, trainer and replay as processes of their
 * own; the last value of the file is an anomaly.
 */
@Timeout(540)
class ObservabilityIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String KEY = "load";
    private static final int ROWS = 1_300;
    private static final String RATE = "60";

    @TempDir
    Path folder;

    private final List<StreamgaugeProcess> processes = new ArrayList<>();

    @Test
    void shouldAnswerEveryPanelAndBringAnAlertToAlertmanager() throws Exception {
        int kafka = FreePort.find();
        Path topology =
                Files.writeString(folder.resolve("seen.yaml"), "name: seen\ntrainer:\n  publish-interval: 0s\n");
        String[] where = {"--topology", topology.toString(), "--set", "bootstrap.servers=127.0.0.1:" + kafka};
        try {
            start("Kafka listens", "broker", "--dir", folder.resolve("kafka").toString(), "--port", "" + kafka);
            assertThat(StreamgaugeProcess.run(folder, PATIENCE, with(where, "topics"))
                            .code())
                    .isZero();
            String trainer = start("Training", with(where, "train", "--set", "trainer.http.port=0"));
            String run = start(
                    "Forecasting",
                    with(
                            where,
                            "run",
                            "--set",
                            "http.port=0",
                            "--set",
                            "metrics.watch=" + KEY,
                            "--set",
                            "state.dir=" + folder.resolve("state")));
            String page = run.replaceAll(".*page at (http://[^;]*)/;.*", "$1");
            Map<String, String> jobs = Map.of(
                    "streamgauge-forecaster", page.substring("http://".length()),
                    "streamgauge-trainer", trainer.replaceAll(".*http://([^/]*)/metrics;.*", "$1"));
            try (PrometheusServer prometheus = new PrometheusServer(folder, jobs)) {
                StreamgaugeProcess.Finished replayed = StreamgaugeProcess.run(
                        folder, PATIENCE, with(where, "replay", "--input", file().toString(), "--rate", RATE));
                assertThat(replayed.code()).as("%s", replayed).isZero();
                assertSeparateMeters(page, jobs);
                assertAlertArrives(prometheus);
                assertEveryExpressionHasData(prometheus);
                assertRest(page);
                draw(prometheus);
            }
        } finally {
            processes.forEach(StreamgaugeProcess::close);
        }
    }

    /** A day's shape, and at its very end a value far outside. */
    private Path file() throws IOException {
        Path file = DailySeries.write(folder.resolve(KEY + ".csv"), ROWS);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        String last = lines.get(ROWS);
        lines.set(ROWS, last.substring(0, last.indexOf(',')) + ",9000");
        return Files.write(file, lines);
    }

    private static void assertSeparateMeters(String page, Map<String, String> jobs) throws Exception {
        String forecaster = get(page + "/metrics").body();
        String trainer =
                get("http://" + jobs.get("streamgauge-trainer") + "/metrics").body();
        assertThat(forecaster).contains("streamgauge_events_total").doesNotContain("streamgauge_trainer_");
        assertThat(trainer).contains("streamgauge_trainer_loss").doesNotContain("streamgauge_events_total");
        assertThat(forecaster.lines().filter(line -> !line.startsWith("#"))).hasSizeLessThan(400);
    }

    private static void assertAlertArrives(PrometheusServer prometheus) {
        await("the alert at Alertmanager")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> StreamSupport.stream(prometheus.alerts().spliterator(), false)
                        .anyMatch(
                                alert -> alert.at("/labels/alertname").asText().equals("StreamgaugeAnomalyOpen")
                                        && alert.at("/status/state").asText().equals("active")));
    }

    private static void assertEveryExpressionHasData(PrometheusServer prometheus) {
        int asked = 0;
        for (JsonNode dashboard : Dashboards.all().values()) {
            for (String expression : Dashboards.expressions(dashboard)) {
                String query = expression.replace("$key", KEY);
                await("data of " + query)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> hasData(prometheus.range(query)));
                asked++;
            }
        }
        assertThat(asked).as("expressions").isGreaterThan(40);
    }

    private static boolean hasData(JsonNode series) {
        return StreamSupport.stream(series.spliterator(), false)
                .flatMap(one -> StreamSupport.stream(one.path("values").spliterator(), false))
                .anyMatch(sample -> !sample.path(1).asText().equals("NaN"));
    }

    private static void assertRest(String page) throws Exception {
        assertThat(get(page + "/api/keys/" + KEY + "/state").body())
                .contains("\"events\":" + ROWS, "\"episode_open\":true");
        assertThat(get(page + "/api/keys/nobody/state").statusCode()).isEqualTo(404);
        assertThat(get(page + "/api/episodes").body()).contains("\"total\":1", "\"key\":\"" + KEY + "\"");
        assertThat(get(page + "/api/keys/" + KEY + "/forecast").body()).contains("\"y\":9000.0");
        assertThat(get(page + "/api/config").body())
                .contains("\"publish-interval\":\"0s\"".replace("publish", "trainer.publish"));
    }

    private void draw(PrometheusServer prometheus) throws IOException {
        try (Browser browser = Browser.startOrSkip()) {
            for (Map.Entry<String, JsonNode> dashboard : Dashboards.all().entrySet()) {
                DashboardPicture.draw(
                        browser,
                        folder,
                        dashboard.getKey().replace(".json", ""),
                        dashboard.getValue(),
                        expression -> prometheus.range(expression.replace("$key", KEY)));
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private String start(String line, String... arguments) {
        StreamgaugeProcess process = StreamgaugeProcess.start(folder, arguments);
        processes.add(0, process);
        return process.awaitLine(line, PATIENCE);
    }

    private static String[] with(String[] where, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(where));
        return all.toArray(String[]::new);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
