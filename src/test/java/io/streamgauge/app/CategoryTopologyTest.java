package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryScore;
import io.streamgauge.config.ConfigError;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.CategoryForecaster;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.OnlineTrainer;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.SeededSuccessions;
import io.streamgauge.stream.ForecastTopology;
import io.streamgauge.trainer.TrainerSpec;
import io.streamgauge.wire.CategoryWriter;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WindowRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic of categories through the topology, its windows through the trainer, and the weights back. */
class CategoryTopologyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2024-03-01T00:00:00Z");
    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final List<String> CYCLE = List.of("login", "search", "view", "basket", "pay", "logout");
    private static final int ROUNDS = 12;
    private static final int ROUND = 60;

    @TempDir
    Path folder;

    private static TopologyConfig topology(String... more) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("name", "t");
        settings.put("source.topic", "source");
        settings.put("category.field", "/event/type");
        settings.put("category.vocabulary", "9");
        settings.put("category.top", "2");
        settings.put("network.hidden", "12");
        settings.put("windows.steps", "8");
        settings.put("windows.stride", "4");
        settings.put("trainer.learning-rate", "0.02");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return TopologyConfig.load(null, settings);
    }

    private TopologyTestDriver driver(TopologyConfig config) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t-forecaster");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return new TopologyTestDriver(EmbeddedForecast.topology(config), properties, NOW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(TopologyTestDriver driver, String topic, byte[] key, byte @Nullable [] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    private static void event(TopologyTestDriver driver, String key, long second, String type) {
        send(
                driver,
                "source",
                bytes(key),
                bytes("{\"time\":" + (BEGIN + 1_000 * second) + ",\"event\":{\"type\":\"" + type + "\"}}"));
    }

    private static List<TestRecord<byte[], byte[]>> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static JsonNode last(TopologyTestDriver driver) throws IOException {
        List<TestRecord<byte[], byte[]>> forecasts = output(driver, "t.forecasts");
        return JSON.readTree(forecasts.get(forecasts.size() - 1).value());
    }

    private static WeightsRecord weights(TrainerSpec spec, long version, Parameters parameters, Vocabulary vocabulary) {
        ModelInfo info = new ModelInfo(version, version, 1, 1, 1, 1, 1, 1, 1);
        return new WeightsRecord(info, parameters, spec.task())
                .withVocabulary(vocabulary.categories())
                .withSuccessions(vocabulary.successions());
    }

    /** Puts a version in charge. */
    private static void publish(
            TopologyTestDriver driver, TrainerSpec spec, long version, Parameters parameters, Vocabulary vocabulary)
            throws Exception {
        byte[] weights = weights(spec, version, parameters, vocabulary).encode();
        send(driver, "t.weights", bytes(WeightsRecord.key("t", version)), weights);
        byte[] pointer = new ChampionPointer(version, version, WeightsRecord.sha256(weights)).encode();
        send(driver, "t.weights", bytes(WeightsRecord.championKey("t")), pointer);
    }

    /** The cycle's first categories; what follows them depends on the last two. */
    private static Vocabulary vocabulary(int size) {
        return new Vocabulary(CYCLE.subList(0, size), SeededSuccessions.of(size + 1, 11));
    }

    /** Weights under which what is expected follows from all that came before. */
    private static Parameters lively(TrainerSpec spec) {
        Random random = new Random(7);
        float[] values = new float[spec.network().layout().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return Parameters.of(spec.network().layout(), values);
    }

    /** The trainer of the topology file, fed with the windows that the topology writes; its versions go to the weights. */
    private static final class Trainer {
        private final TrainerSpec spec;
        private final OnlineTrainer trainer;
        private long version;

        Trainer(TopologyConfig config) {
            spec = Wiring.trainer(config, Duration.ZERO, true);
            trainer = new OnlineTrainer(spec.network(), spec.settings(), spec.initial());
        }

        void learn(TopologyTestDriver driver) throws Exception {
            for (TestRecord<byte[], byte[]> record : output(driver, "t.windows")) {
                WindowRecord window = WindowRecord.decode(record.value(), spec.task());
                trainer.add(new TrainingSample(
                        window.key(), window.fromTime(), window.untilTime(), window.window(), null, window.unknown()));
            }
            if (trainer.isBlockEmpty()) {
                return;
            }
            BlockReport report = trainer.finishBlock(true);
            if (report.promotedParameters() != null) {
                version++;
                publish(
                        driver,
                        spec,
                        version,
                        report.promotedParameters(),
                        new Vocabulary(
                                report.vocabulary().admitted(),
                                report.vocabulary().successions()));
            }
        }
    }

    @Test
    void shouldLearnWhatComesNextAndBeSurprisedByWhatDoesNot() throws Exception {
        TopologyConfig config = topology();
        try (TopologyTestDriver driver = driver(config)) {
            int events = learn(driver, config);
            event(driver, "anna", events, CYCLE.get(0));
            JsonNode usual = last(driver);
            assertThat(usual.path("category").asText()).isEqualTo("login");
            assertThat(usual.path("known").asBoolean()).isTrue();
            assertThat(usual.path("expected").asText()).isEqualTo("login");
            assertThat(usual.path("probability").asDouble()).isGreaterThan(.9);
            assertThat(usual.path("next")).hasSize(2);
            assertThat(usual.path("next").path(0).path("category").asText()).isEqualTo("search");
            assertThat(usual.path("next").path(0).path("probability").asDouble())
                    .isGreaterThan(.9);
            assertThat(usual.path("anomaly_score").asDouble()).isLessThan(1);
            assertThat(usual.path("reason").asText()).isEqualTo("within_margin");
            assertThat(usual.path("generation").asLong()).isPositive();

            event(driver, "anna", events + 1, "drop table");
            JsonNode strange = last(driver);
            assertThat(strange.path("known").asBoolean()).isFalse();
            assertThat(strange.path("expected").asText()).isEqualTo("search");
            assertThat(strange.path("surprisal").asDouble())
                    .isGreaterThan(10 * usual.path("surprisal").asDouble());
        }
    }

    /** Two keys go round until the network knows how; gives the number of the next event. */
    private static int learn(TopologyTestDriver driver, TopologyConfig config) throws Exception {
        int events = ROUNDS * ROUND;
        Trainer trainer = new Trainer(config);
        for (int t = 0; t < events; t++) {
            event(driver, "anna", t, CYCLE.get(t % CYCLE.size()));
            event(driver, "ben", t, CYCLE.get((t + 2) % CYCLE.size()));
            if ((t + 1) % ROUND == 0) {
                trainer.learn(driver);
            }
        }
        return events;
    }

    @Test
    void shouldOpenAnEpisodeAndCloseIt() throws Exception {
        TopologyConfig config = topology("anomaly.alarms-per-month", "3000", "tombstones", "erase");
        try (TopologyTestDriver driver = driver(config)) {
            int events = learn(driver, config);
            output(driver, "t.anomalies");
            output(driver, "t.episodes");
            event(driver, "anna", events, "drop table");
            List<TestRecord<byte[], byte[]>> changes = output(driver, "t.anomalies");
            assertThat(changes).hasSize(1);
            JsonNode opened = JSON.readTree(changes.get(0).value());
            assertThat(opened.path("change").asText()).isEqualTo("opened");
            assertThat(opened.path("kind").asText()).isEqualTo("surprising");
            assertThat(opened.path("since").asLong()).isEqualTo(BEGIN + 1_000L * events);
            assertThat(opened.path("peak").asDouble()).isGreaterThan(1);
            assertThat(opened.path("y").isNull()).isTrue();
            assertThat(output(driver, "t.episodes"))
                    .singleElement()
                    .satisfies(record ->
                            assertThat(record.value()).isEqualTo(changes.get(0).value()));

            int t = events;
            while (output(driver, "t.anomalies").isEmpty() && t < events + ROUND) {
                event(driver, "anna", t + 1, CYCLE.get(t % CYCLE.size()));
                t++;
            }
            assertThat(output(driver, "t.episodes"))
                    .last()
                    .satisfies(record -> assertThat(record.value()).isNull());
        }
    }

    @Test
    void shouldCloseTheEpisodeOfAKeyThatIsErased() throws Exception {
        TopologyConfig config = topology("anomaly.alarms-per-month", "3000", "tombstones", "erase");
        try (TopologyTestDriver driver = driver(config)) {
            int events = learn(driver, config);
            event(driver, "anna", events, "drop table");
            output(driver, "t.anomalies");
            output(driver, "t.episodes");
            send(driver, "source", bytes("anna"), null);
            assertForgotten(driver, events);
        }
    }

    @Test
    void shouldCloseTheEpisodeOfAKeyWhoseLayoutChanges() throws Exception {
        TopologyConfig config = topology("anomaly.alarms-per-month", "3000");
        byte[] stored;
        int events;
        try (TopologyTestDriver driver = driver(config)) {
            events = learn(driver, config);
            event(driver, "anna", events, "drop table");
            stored = stored(driver);
        }
        TopologyConfig other = topology("network.hidden", "11", "tombstones", "erase");
        try (TopologyTestDriver driver = driver(other)) {
            store(driver, stored);
            event(driver, "anna", events + 9, "drop table");
            assertForgotten(driver, events);
            assertThat(last(driver).path("reason").asText()).isEqualTo("warm_up");
            store(driver, stored);
            send(driver, "source", bytes("anna"), null);
            assertForgotten(driver, events);
        }
    }

    /** The one change is that anna's episode has ended, with the event of a second. */
    private static void assertForgotten(TopologyTestDriver driver, long second) throws IOException {
        List<TestRecord<byte[], byte[]>> changes = output(driver, "t.anomalies");
        assertThat(changes).hasSize(1);
        JsonNode closed = JSON.readTree(changes.get(0).value());
        assertThat(closed.path("change").asText()).isEqualTo("closed");
        assertThat(closed.path("reason").asText()).isEqualTo("forgotten");
        assertThat(closed.path("since").asLong()).isEqualTo(BEGIN + 1_000 * second);
        assertThat(output(driver, "t.episodes"))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isNull());
    }

    private static void store(TopologyTestDriver driver, byte[] state) {
        driver.<byte[], byte[]>getTimestampedKeyValueStore(ForecastTopology.SERIES_STORE)
                .put(bytes("anna"), ValueAndTimestamp.make(state, 0));
    }

    private static byte[] stored(TopologyTestDriver driver) {
        return driver.<byte[], byte[]>getKeyValueStore(ForecastTopology.SERIES_STORE)
                .get(bytes("anna"));
    }

    @Test
    void shouldGoOnAfterARestartAsIfNothingHadBeen() throws Exception {
        TopologyConfig config = topology();
        List<String> unbroken = run(config, null, 0, 40).texts();
        assertThat(unbroken)
                .as("no event's state is less for having been stored")
                .isEqualTo(unstored(config, 40));
        assertThat(new HashSet<>(surprisals(unbroken)))
                .as("what is expected follows from what came before")
                .hasSizeGreaterThan(20);
        Run first = run(config, null, 0, 20);
        List<String> broken = new ArrayList<>(first.texts());
        broken.addAll(run(config, first.stored(), 20, 40).texts());
        assertThat(broken).isEqualTo(unbroken);
    }

    /** The same events through the core, of which nothing is stored. */
    private static List<String> unstored(TopologyConfig config, int to) {
        TrainerSpec spec = Wiring.trainer(config, Duration.ZERO, true);
        CategoryMonitor monitor = Objects.requireNonNull(Wiring.categories(config));
        ModelSnapshot model =
                weights(spec, 1, lively(spec), vocabulary(CYCLE.size())).snapshot(1);
        CategoryForecaster.Workspace workspace = new CategoryForecaster.Workspace(monitor.spec());
        CategoryForecast forecast = new CategoryForecast(monitor.spec());
        CategoryScore score = new CategoryScore();
        CategoryWriter writer = new CategoryWriter(monitor, config.categories().top());
        CategoryMonitor.KeyCategories state = monitor.fresh("anna");
        List<String> texts = new ArrayList<>();
        for (int t = 0; t < to; t++) {
            monitor.step(state, BEGIN + 1_000L * t, restless(t), model, workspace, forecast, score);
            byte[] json = writer.write("anna", state, forecast, score, model.vocabulary());
            texts.add(new String(json, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static String restless(int t) {
        return CYCLE.get((t * t + t / 3) % CYCLE.size());
    }

    private record Run(List<String> texts, byte[] stored) {}

    /** Events of one key under weights that never change, from a state that was stored before, if one was. */
    private Run run(TopologyConfig config, byte @Nullable [] stored, int from, int to) throws Exception {
        try (TopologyTestDriver driver = driver(config)) {
            TrainerSpec spec = Wiring.trainer(config, Duration.ZERO, true);
            publish(driver, spec, 1, lively(spec), vocabulary(CYCLE.size()));
            if (stored != null) {
                store(driver, stored);
            }
            for (int t = from; t < to; t++) {
                event(driver, "anna", t, restless(t));
            }
            return new Run(
                    output(driver, "t.forecasts").stream()
                            .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                            .toList(),
                    stored(driver));
        }
    }

    private static List<Double> surprisals(List<String> records) throws IOException {
        List<Double> surprisals = new ArrayList<>();
        for (String record : records.subList(1, records.size())) {
            surprisals.add(JSON.readTree(record).path("surprisal").asDouble());
        }
        return surprisals;
    }

    @Test
    void shouldGoOnUnderAVersionThatKnowsFewerCategories() throws Exception {
        TopologyConfig config = topology();
        TrainerSpec spec = Wiring.trainer(config, Duration.ZERO, true);
        try (TopologyTestDriver driver = driver(config)) {
            publish(driver, spec, 1, lively(spec), vocabulary(CYCLE.size()));
            for (int key = 0; key < 30; key++) {
                event(driver, "key-" + key, 0, CYCLE.get(key % CYCLE.size()));
            }
            publish(driver, spec, 2, lively(spec), vocabulary(1));
            for (int key = 0; key < 30; key++) {
                event(driver, "key-" + key, 1, CYCLE.get(key % CYCLE.size()));
                assertThat(last(driver).path("expected").asText()).isIn(CYCLE.get(0), Vocabulary.UNKNOWN_NAME);
            }
        }
    }

    @Test
    void shouldPutAsideWhatIsNoEventAndGoOn() throws Exception {
        try (TopologyTestDriver driver = driver(topology())) {
            event(driver, "anna", 5, "login");
            event(driver, "anna", 5, "search");
            event(driver, "anna", 4, "view");
            send(driver, "source", bytes("anna"), bytes("{\"time\":" + (BEGIN + 9_000) + ",\"event\":{\"type\":{}}}"));
            send(driver, "source", bytes("anna"), bytes("no json"));
            event(driver, "anna", 6, "404");
            assertThat(output(driver, "t.forecasts")).hasSize(3);
            assertThat(output(driver, "t.dead-letters"))
                    .extracting(letter -> new String(
                            letter.headers().lastHeader("streamgauge.reason").value(), StandardCharsets.UTF_8))
                    .containsExactly("late", "invalid_category", "malformed_json");
        }
    }

    @Test
    void shouldEraseAKeyWhereAskedTo() {
        try (TopologyTestDriver driver = driver(topology("tombstones", "erase"))) {
            event(driver, "anna", 5, "login");
            send(driver, "source", bytes("anna"), null);
            assertThat(stored(driver)).isNull();
        }
    }

    @Test
    void shouldRefuseWhatIsAboutValues() {
        assertThatThrownBy(() -> topology("season", "24"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("season: found with category.field");
        assertThatThrownBy(() -> topology("category.field", "none"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("category.vocabulary: found without category.field");
    }
}
