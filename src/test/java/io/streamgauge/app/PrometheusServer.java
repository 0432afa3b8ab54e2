package io.streamgauge.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The distribution's Prometheus and Alertmanager with the rules that ship, on free ports of the loopback interface. */
final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHIPPED = Path.of("config", "prometheus").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RANGE_SECONDS = 600;
    private static final int STEP_SECONDS = 5;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePort.find();
    private final int alertPort = FreePort.find();
    private final Process prometheus;
    private final Process alertmanager;

    /**
     * @param jobs the address that is scraped, by the name of its job
     */
    PrometheusServer(Path folder, Map<String, String> jobs) throws IOException {
        Tool server = Tool.orSkip("prometheus", "prometheus");
        Tool manager = Tool.orSkip("prometheus-alertmanager", "prometheus-alertmanager");
        Files.copy(SHIPPED.resolve("recording.yml"), folder.resolve("recording.yml"));
        // The shipped rules wait for minutes before they fire; here they wait for seconds.
        String alerts = Files.readString(SHIPPED.resolve("alerts.yml")).replaceAll("for: \\d+m", "for: 2s");
        Files.writeString(folder.resolve("alerts.yml"), alerts);
        Path config = Files.writeString(folder.resolve("prometheus.yml"), config(jobs));
        alertmanager = manager.start(
                folder.resolve("alertmanager.log"),
                "--config.file=" + SHIPPED.resolve("alertmanager.yml"),
                "--storage.path=" + folder.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + alertPort,
                "--cluster.listen-address=");
        prometheus = server.start(
                folder.resolve("prometheus.log"),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    private String config(Map<String, String> jobs) {
        StringBuilder config = new StringBuilder("""
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [recording.yml, alerts.yml]
                alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%d"]}]}]}
                scrape_configs:
                """.formatted(alertPort));
        jobs.forEach((job, target) ->
                config.append("  - {job_name: %s, static_configs: [{targets: [\"%s\"]}]}\n".formatted(job, target)));
        return config.toString();
    }

    /** The series of an expression over the last minutes, as Prometheus answers. */
    JsonNode range(String expression) {
        long now = System.currentTimeMillis() / 1000;
        JsonNode answer = get("http://127.0.0.1:%d/api/v1/query_range?start=%d&end=%d&step=%d&query=%s"
                .formatted(
                        port,
                        now - RANGE_SECONDS,
                        now,
                        STEP_SECONDS,
                        URLEncoder.encode(expression, StandardCharsets.UTF_8)));
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(expression + ": " + answer);
        }
        return answer.at("/data/result");
    }

    /** The alerts that Alertmanager holds. */
    JsonNode alerts() {
        return get("http://127.0.0.1:%d/api/v2/alerts".formatted(alertPort));
    }

    private JsonNode get(String url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return JSON.createObjectNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        prometheus.destroy();
        alertmanager.destroy();
        prometheus.onExit().join();
        alertmanager.onExit().join();
    }
}
