package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.wire.EpisodeReader;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JSON resources beside the page's: states, open episodes, fans, labels, settings, and their description. */
@Timeout(60)
class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final History history = new History(100, 50);
    private final OpenEpisodes episodes = new OpenEpisodes();
    private final KeyNotes notes = new KeyNotes(3);
    private final Map<String, KeyStates.Answer> states = new HashMap<>();
    private final List<KeyStates.Instance> instances =
            new ArrayList<>(List.of(new KeyStates.Instance("127.0.0.1:1", true, List.of(0, 2), List.of(1))));
    private final List<String> labels = new ArrayList<>();
    private final HttpService service = service(this::take);
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpService service(LabelSink sink) {
        return new HttpService(
                "127.0.0.1",
                0,
                new HttpSources(
                        "sensors",
                        () -> "",
                        () -> new Health(true, "RUNNING", Map.of()),
                        new LiveSources(
                                history,
                                new ModelHistory(10),
                                episodes,
                                notes,
                                new Known(),
                                sink,
                                Map.of("topology", Map.of("name", "sensors")))));
    }

    /** What the test says of states and instances. */
    private final class Known implements KeyStates {
        @Override
        public Answer find(String key) {
            return states.getOrDefault(key, new Unknown());
        }

        @Override
        public List<Instance> instances() {
            return instances;
        }
    }

    private void take(String key, byte[] label) throws RejectedEventException {
        String text = new String(label, StandardCharsets.UTF_8);
        if (!text.startsWith("{")) {
            throw new RejectedEventException(Rejection.MALFORMED_JSON, "label is not JSON");
        }
        labels.add(key + " " + text);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldDescribeEveryRouteAndNoOther() throws Exception {
        JsonNode description = JSON.readTree(get("/api/openapi.json").body());
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> answered = new TreeSet<>();
        service.allRoutes().stream()
                .filter(route -> !route.path().equals("/") && !route.path().startsWith("/assets"))
                .forEach(route -> answered.add(route.method() + " " + route.path()));

        assertThat(described).isEqualTo(answered);
        assertThat(description.path("openapi").asText()).startsWith("3.");
    }

    @Test
    void shouldReferToSchemasThatThereAre() throws Exception {
        JsonNode description = JSON.readTree(get("/api/openapi.json").body());
        JsonNode schemas = description.at("/components/schemas");

        assertThat(description.findValues("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(schemas.has(reference.asText().replace("#/components/schemas/", "")))
                                .as(reference.asText())
                                .isTrue());
    }

    /** What is answered has the fields that are described, and no others. */
    @Test
    void shouldAnswerAsDescribed() throws Exception {
        history.record(Forecasts.of("a", 1000, 5, 0));
        episodes.record("a", List.of(new EpisodeRecord("a", "opened", "spike", 900, 1000, 2, 3, 9, 5, 1, 1)));
        JsonNode schemas = JSON.readTree(get("/api/openapi.json").body()).at("/components/schemas");

        assertFields(json("/api/keys"), schemas, "Overview");
        assertFields(json("/api/keys").at("/keys/0"), schemas, "KeySummary");
        assertFields(json("/api/keys/a"), schemas, "Series");
        assertFields(json("/api/keys/a").path("points"), schemas, "Points");
        assertFields(json("/api/keys/a/fan?time=1000"), schemas, "Fan");
        assertFields(json("/api/instances"), schemas, "Instances");
        assertFields(json("/api/instances").at("/instances/0"), schemas, "Instance");
        assertFields(json("/api/episodes"), schemas, "Episodes");
        assertFields(json("/api/episodes").at("/episodes/0"), schemas, "Episode");
        notes.label("a", new LabelRecord(1000, 2000, LabelKind.NORMAL, "ann"));
        assertFields(json("/api/keys/a/labels"), schemas, "Labels");
        assertFields(json("/api/keys/a/labels").at("/labels/0"), schemas, "Label");
        assertFields(json("/api/keys/a/episodes"), schemas, "KeyEpisodes");
        assertFields(json("/api/model"), schemas, "Models");
        assertFields(json("/health"), schemas, "Health");
        assertFields(json("/api/keys/nobody"), schemas, "Problem");
    }

    private static void assertFields(JsonNode answer, JsonNode schemas, String schema) {
        Set<String> found = new TreeSet<>();
        answer.fieldNames().forEachRemaining(found::add);
        Set<String> described = new TreeSet<>();
        schemas.path(schema).path("properties").fieldNames().forEachRemaining(described::add);
        assertThat(found).as(schema).isEqualTo(described);
    }

    @Test
    void shouldServeTheFanOfAPastPoint() throws Exception {
        history.record(Forecasts.of("a", 1000, 5, 0));
        history.record(Forecasts.of("a", 2000, 7, 0));

        JsonNode fan = json("/api/keys/a/fan?time=1000");

        assertThat(fan.path("target_time")).hasToString("[2000,3000]");
        assertThat(fan.path("yhat")).hasToString("[5.0,5.0]");
        assertThat(fan.path("yhat_upper")).hasToString("[7.0,8.0]");
        assertThat(get("/api/keys/a/fan?time=1500").statusCode()).isEqualTo(404);
        assertThat(get("/api/keys/a/fan?time=then").statusCode()).isEqualTo(400);
        assertThat(get("/api/keys/a/fan").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldServeTheLatestForecastOfAKey() throws Exception {
        history.record(Forecasts.of("a", 1000, 5, 0));

        assertThat(json("/api/keys/a/forecast").path("model_version").asLong()).isEqualTo(2);
        assertThat(get("/api/keys/b/forecast").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldListOpenEpisodesTheWorstFirst() throws Exception {
        episodes.record("mild", List.of(new EpisodeRecord("mild", "opened", "spike", 900, 1000, 1.5, 1.5, 9, 5, 1, 1)));
        episodes.record(
                "bad", List.of(new EpisodeRecord("bad", "opened", "drift", 800, 1000, 4, 6, 9, Double.NaN, 1, 1)));
        episodes.record("over", List.of(new EpisodeRecord("over", "opened", "spike", 700, 1000, 9, 9, 9, 5, 1, 1)));
        episodes.record("over", List.of());

        JsonNode answer = json("/api/episodes?limit=1");

        assertThat(answer.path("total").asInt()).isEqualTo(2);
        assertThat(answer.path("episodes")).hasSize(1);
        assertThat(answer.at("/episodes/0/key").asText()).isEqualTo("bad");
        assertThat(answer.at("/episodes/0/expected").isNull()).isTrue();
    }

    @Test
    void shouldListEveryOpenEpisodeOfAKey() throws Exception {
        EpisodeRecord spike = new EpisodeRecord("a", "opened", "spike", 900, 1000, 1.5, 1.5, 9, 5, 1, 1);
        EpisodeRecord silence = new EpisodeRecord("a", "opened", "silence", 800, 1000, 4, 6, 9, 5, 1, 1);
        byte[] record = spike.encode(List.of(silence));

        episodes.record("a", EpisodeReader.readOpen(record));

        assertThat(json("/api/episodes").path("total").asInt()).isEqualTo(2);
        assertThat(json("/api/episodes").path("episodes").findValuesAsText("kind"))
                .containsExactly("silence", "spike");
        assertThat(episodes.open("silence")).isEqualTo(1);
    }

    @Test
    void shouldServeTheLabelsThatAnybodyGaveOfAKey() throws Exception {
        notes.label("a", new LabelRecord(1000, 2000, LabelKind.NORMAL, "ann"));
        notes.label("b", new LabelRecord(0, 1, LabelKind.IGNORE, "bob"));
        notes.label("a", new LabelRecord(3000, 3000, LabelKind.ANOMALY, ""));

        assertThat(json("/api/keys/a/labels"))
                .hasToString("{\"key\":\"a\",\"labels\":["
                        + "{\"from\":1000,\"to\":2000,\"label\":\"normal\",\"by\":\"ann\"},"
                        + "{\"from\":3000,\"to\":3000,\"label\":\"anomaly\",\"by\":\"\"}]}");
        assertThat(get("/api/keys/nobody/labels").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldServeEachEpisodeOfAKeyAsItChangedLast() throws Exception {
        history.record(Forecasts.of("calm", 1000, 5, 0));
        notes.episode(new EpisodeRecord("a", "opened", "spike", 900, 900, 2, 2, 9, 5, 1, 1));
        notes.episode(new EpisodeRecord("a", "opened", "drift", 950, 950, 2, 2, 9, 5, 1, 1));
        notes.episode(new EpisodeRecord("a", "closed", "spike", 900, 1000, 2, 3, 9, 5, 1, 1));

        JsonNode answer = json("/api/keys/a/episodes").path("episodes");

        assertThat(answer.findValuesAsText("kind")).containsExactly("spike", "drift");
        assertThat(answer.findValuesAsText("change")).containsExactly("closed", "opened");
        assertThat(json("/api/keys/calm/episodes").path("episodes")).isEmpty();
        assertThat(get("/api/keys/nobody/episodes").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldHoldTheLastNotesOfTheLastKeys() {
        for (int i = 0; i < KeyNotes.PER_KEY + 5; i++) {
            notes.label("a", new LabelRecord(i, i, LabelKind.NORMAL, ""));
            notes.episode(new EpisodeRecord("a", "opened", "spike", i, i, 2, 2, 9, 5, 1, 1));
        }
        assertThat(notes.of("a").labels())
                .hasSize(KeyNotes.PER_KEY)
                .first()
                .extracting(KeyNotes.Label::from)
                .isEqualTo(5L);
        assertThat(notes.of("a").episodes())
                .hasSize(KeyNotes.PER_KEY)
                .first()
                .extracting(EpisodeRecord::since)
                .isEqualTo(5L);

        for (String key : List.of("b", "c", "d")) {
            notes.label(key, new LabelRecord(1, 1, LabelKind.NORMAL, ""));
        }
        assertThat(notes.of("a").isEmpty()).isTrue();
        assertThat(notes.of("b").isEmpty()).isFalse();
    }

    @Test
    void shouldServeAStateThatIsHere() throws Exception {
        states.put("a", new KeyStates.Found(Map.of("events", 12)));

        assertThat(json("/api/keys/a/state").path("events").asInt()).isEqualTo(12);
        assertThat(get("/api/keys/b/state").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldAnswer503WhileTasksMove() throws Exception {
        states.put("a", new KeyStates.Unavailable("tasks are moving"));

        HttpResponse<String> answer = get("/api/keys/a/state");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).isEqualTo("tasks are moving");
    }

    @Test
    void shouldListTheInstancesOnceTheyAreKnown() throws Exception {
        assertThat(json("/api/instances").at("/instances/0"))
                .hasToString("{\"instance\":\"127.0.0.1:1\",\"here\":true,\"partitions\":[0,2],\"standbys\":[1]}");
        instances.clear();
        assertThat(get("/api/instances").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldAskTheInstanceThatHoldsAKey() throws Exception {
        String key = "plant/1 grün.";
        Map<String, KeyStates.Answer> others = Map.of(key, new KeyStates.Found(Map.of("events", 7)));
        LiveSources live = new LiveSources(
                history,
                new ModelHistory(10),
                episodes,
                notes,
                asked -> others.getOrDefault(asked, new KeyStates.Unknown()),
                null,
                Map.of());
        try (HttpService owner = new HttpService(
                "127.0.0.1",
                0,
                new HttpSources("sensors", () -> "", () -> new Health(true, "RUNNING", Map.of()), live))) {
            states.put(key, new KeyStates.Elsewhere("127.0.0.1", owner.port()));
            states.put("gone", new KeyStates.Elsewhere("127.0.0.1", owner.port()));

            assertThat(json("/api/keys/plant%2F1%20gr%C3%BCn%2E/state")
                            .path("events")
                            .asInt())
                    .isEqualTo(7);
            assertThat(get("/api/keys/gone/state").statusCode()).isEqualTo(404);
        }
        assertThat(get("/api/keys/plant%2F1%20gr%C3%BCn%2E/state").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldNotHandAQuestionOnTwice() throws Exception {
        states.put("a", new KeyStates.Elsewhere("127.0.0.1", service.port()));

        HttpResponse<String> answer = get("/api/keys/a/state");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("moving from one instance to another");
    }

    @Test
    void shouldTakeALabel() throws Exception {
        HttpResponse<String> answer = post("/api/keys/a%2Fb/labels", "application/json", "{\"label\":\"normal\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(labels).containsExactly("a/b {\"label\":\"normal\"}");
    }

    @Test
    void shouldRefuseALabelThatIsNone() throws Exception {
        assertThat(post("/api/keys/a/labels", "application/json", "normal").statusCode())
                .isEqualTo(400);
        assertThat(post("/api/keys/a/labels", "text/plain", "{}").statusCode()).isEqualTo(415);
        assertThat(post("/api/keys/a/labels", "application/json", "x".repeat(5000))
                        .statusCode())
                .isEqualTo(400);
        assertThat(labels).isEmpty();
    }

    @Test
    void shouldServeTheSettingsInEffect() throws Exception {
        assertThat(json("/api/config").at("/topology/name").asText()).isEqualTo("sensors");
    }

    @Test
    void shouldServeNothingButMetricsAndHealthWithoutAStream() throws Exception {
        HttpSources bare =
                new HttpSources("trainer", () -> "up 1\n", () -> new Health(true, "RUNNING", Map.of()), null);
        try (HttpService trainer = new HttpService("127.0.0.1", 0, bare)) {
            assertThat(send(trainer.url() + "metrics").body()).isEqualTo("up 1\n");
            assertThat(send(trainer.url() + "health").statusCode()).isEqualTo(200);
            assertThat(send(trainer.url()).statusCode()).isEqualTo(404);
            assertThat(send(trainer.url() + "api/keys").statusCode()).isEqualTo(404);
        }
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("http://127.0.0.1:" + service.port() + path);
    }

    private HttpResponse<String> send(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
