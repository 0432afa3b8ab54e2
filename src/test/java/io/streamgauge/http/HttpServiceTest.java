package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final History history = new History(100, 50);
    private final ModelHistory models = new ModelHistory(10);
    private volatile Health health = new Health(true, "RUNNING", Map.of("threads", "2"));
    private final HttpSources sources =
            Sources.of("sensors", history, models, () -> "streamgauge_events_total 1.0\n", () -> health);
    private final HttpService service = new HttpService("127.0.0.1", 0, sources);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldServeTheScrapeAsPrometheusText() throws Exception {
        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("streamgauge_events_total 1.0\n");
    }

    @Test
    void shouldAnswer503WhileUnhealthy() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(json(get("/health")).at("/details/threads").asText()).isEqualTo("2");

        health = new Health(false, "ERROR", Map.of());

        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(json(get("/health")).get("state").asText()).isEqualTo("ERROR");
    }

    @Test
    void shouldListKeysThatMatch() throws Exception {
        history.record(Forecasts.of("pump-1", 1000, 5, 0.2));
        history.record(Forecasts.of("pump-2", 1000, 6, 2.5));
        history.record(Forecasts.of("fan-1", 1000, 7, 0));

        JsonNode answer = json(get("/api/keys?search=PUMP&limit=1"));

        assertThat(answer.get("total").asInt()).isEqualTo(3);
        assertThat(answer.get("matching").asInt()).isEqualTo(2);
        assertThat(answer.get("anomalous").asInt()).isEqualTo(1);
        assertThat(answer.get("keys")).hasSize(1);
        assertThat(answer.at("/keys/0/key").asText()).isEqualTo("pump-2");
        assertThat(answer.at("/keys/0/anomaly_score").asDouble()).isEqualTo(2.5);
        assertThat(answer.at("/keys/0/generation").asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=-1", "limit=ten", "limit=", "limit=9999999999"})
    void shouldRefuseALimitOutOfRange(String query) throws Exception {
        HttpResponse<String> answer = get("/api/keys?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").asText()).isEqualTo("limit is not a whole number from 1 to 1000");
    }

    @Test
    void shouldRefuseASearchThatIsTooLong() throws Exception {
        HttpResponse<String> answer = get("/api/keys?search=" + "x".repeat(1025));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").asText()).contains("1025 characters, at most 1024");
    }

    @Test
    void shouldServeASeriesWithNullsWhereNothingHadBeenForecast() throws Exception {
        history.record(Forecasts.first("a", 1000, 5));
        history.record(Forecasts.of("a", 2000, 6, 1.5));

        JsonNode answer = json(get("/api/keys/a"));

        assertThat(answer.at("/points/time")).hasToString("[1000,2000]");
        assertThat(answer.at("/points/y")).hasToString("[5.0,6.0]");
        assertThat(answer.at("/points/yhat")).hasToString("[null,5.0]");
        assertThat(answer.at("/points/yhat_upper")).hasToString("[null,8.0]");
        assertThat(answer.at("/points/anomaly_score")).hasToString("[null,1.5]");
        assertThat(answer.at("/latest/target_time")).hasToString("[3000,4000]");
        assertThat(answer.at("/latest/previous/residual").asDouble()).isEqualTo(1);
        assertThat(answer.get("capacity").asInt()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plant/line 1", "a%2Fb", "../etc", "grün 温度", "<b>&\"'", "a?b#c", "a;b=1", "a//b"})
    void shouldServeAKeyOfAnyCharacters(String key) throws Exception {
        history.record(Forecasts.of(key, 1000, 5, 0));
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace(".", "%2E");

        HttpResponse<String> answer = get("/api/keys/" + encoded);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).get("key").asText()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/keys/nobody", "/nothing", "/assets/nothing.js", "/assets/../HttpService.class", "/api"})
    void shouldAnswer404AsJson(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(json(answer).get("status").asInt()).isEqualTo(404);
        assertThat(json(answer).get("error").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void shouldAnswerGetOnly(String method) throws Exception {
        HttpResponse<String> answer =
                send(request("/api/keys").method(method, HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(json(answer).get("status").asInt()).isEqualTo(405);
    }

    @Test
    void shouldAnswerAPathThatIsNoneAsJsonToo() throws Exception {
        HttpResponse<String> answer = get("/api/keys/%2e");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("status").asInt()).isEqualTo(400);
    }

    @Test
    void shouldAnswerHeadAsItWouldGet() throws Exception {
        HttpResponse<String> answer = send(request("/health").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void shouldServeTheGenerationsOldestFirst() throws Exception {
        assertThat(json(get("/api/model")).get("latest").isNull()).isTrue();
        models.record(Forecasts.model(1));
        models.record(Forecasts.model(2));

        JsonNode answer = json(get("/api/model"));

        assertThat(answer.at("/latest/generation").asLong()).isEqualTo(2);
        assertThat(answer.at("/generations/0/generation").asLong()).isEqualTo(1);
        assertThat(answer.at("/generations/0/gate_loss").asDouble())
                .isEqualTo(Forecasts.model(1).gateLoss());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/style.css", "/assets/main.js", "/assets/icon.svg", "/assets/echarts.min.js"})
    void shouldServeThePageWithAClosedPolicy(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank();
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void shouldNotSendAnUnchangedAssetAgain() throws Exception {
        String tag = get("/assets/main.js").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = send(request("/assets/main.js").header("If-None-Match", tag));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void shouldNameNoOtherHostInThePage() throws Exception {
        assertThat(get("/").body()).doesNotContain("http://", "https://", "//cdn");
    }

    @Test
    void shouldPushWhatChanges() throws Exception {
        history.record(Forecasts.of("a/b", 1000, 5, 0));
        try (Stream<String> lines = events("search=a&key=" + URLEncoder.encode("a/b", StandardCharsets.UTF_8))) {
            Iterator<String> incoming = lines.iterator();
            Map<String, JsonNode> first = read(incoming, 7);
            assertThat(first.keySet())
                    .containsExactlyInAnyOrder("hello", "overview", "series", "notes", "model", "episodes", "health");
            assertThat(at(first, "hello").get("stream").asText()).isEqualTo("sensors");
            assertThat(at(first, "overview").at("/keys/0/key").asText()).isEqualTo("a/b");
            assertThat(at(first, "series").at("/points/time")).hasToString("[1000]");

            history.record(Forecasts.of("a/b", 2000, 6, 0));
            models.record(Forecasts.model(1));

            Map<String, JsonNode> next = read(incoming, 3);
            assertThat(next.keySet()).containsExactlyInAnyOrder("overview", "points", "model");
            assertThat(at(next, "points").at("/points/time")).hasToString("[2000]");
            assertThat(at(next, "points").at("/latest/y").asDouble()).isEqualTo(6);
            assertThat(at(next, "model").at("/latest/generation").asLong()).isEqualTo(1);
        }
    }

    @Test
    void shouldAskForAnEventStreamByName() throws Exception {
        assertThat(get("/api/events").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldBoundLiveConnectionsAndFreeThemWhenClientsLeave() throws Exception {
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            HttpResponse<InputStream> answer = openEvents("");
            assertThat(answer.statusCode()).isEqualTo(200);
            open.add(answer);
        }

        HttpResponse<InputStream> refused = openEvents("");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(refused.body()).get("error").asText()).isEqualTo("all 32 live connections are in use");

        for (HttpResponse<InputStream> answer : open) {
            answer.body().close();
        }
        for (int i = 1; openEvents("").statusCode() != 200; i++) {
            history.record(Forecasts.of("a", i, i, 0));
            Thread.sleep(50);
        }
    }

    @Test
    void shouldEndLiveConnectionsWhenItCloses() throws Exception {
        HttpResponse<InputStream> live = openEvents("");

        service.close();

        assertThat(readToTheEnd(live.body())).startsWith("event: hello");
    }

    @Test
    void shouldSayThatItsPortIsTaken() {
        assertThatThrownBy(() -> new HttpService("127.0.0.1", service.port(), sources).close())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + service.port())
                .hasCauseInstanceOf(BindException.class);
    }

    @Test
    void shouldAnswer500WithoutDetailsWhenASourceFails() throws Exception {
        HttpSources failing = Sources.of(
                "sensors",
                history,
                models,
                () -> {
                    throw new IllegalStateException("secret");
                },
                () -> health);
        try (HttpService broken = new HttpService("127.0.0.1", 0, failing)) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(broken.url() + "metrics")));

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    private static JsonNode at(Map<String, JsonNode> events, String name) {
        return Objects.requireNonNull(events.get(name), name);
    }

    private static Map<String, JsonNode> read(Iterator<String> lines, int count) throws IOException {
        Map<String, JsonNode> events = new HashMap<>();
        String event = "";
        while (events.size() < count) {
            String line = lines.next();
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                events.put(event, JSON.readTree(line.substring("data: ".length())));
            }
        }
        return events;
    }

    /** What arrives until the connection ends, whether or not it says goodbye. */
    private static String readToTheEnd(InputStream in) {
        StringBuilder arrived = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                arrived.append((char) next);
            }
        } catch (IOException ignored) {
            // Cut off: the end as well.
        }
        return arrived.toString();
    }

    private Stream<String> events(String query) throws Exception {
        HttpRequest request = request("/api/events?" + query)
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> answer = client.send(request, BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        return answer.body();
    }

    private HttpResponse<InputStream> openEvents(String query) throws Exception {
        HttpRequest request = request("/api/events?" + query)
                .header("Accept", "text/event-stream")
                .build();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
