package io.streamgauge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyConfigTest {
    /** For every key, a value that is not its default and the part of the record that must change with it. */
    private static final Map<String, Changed> CHANGES = Map.ofEntries(
            Map.entry("name", new Changed("other", TopologyConfig::name)),
            Map.entry("model", new Changed("other", TopologyConfig::model)),
            Map.entry("source.topic", new Changed("Events", c -> c.source().topic())),
            Map.entry("source.time", new Changed("/at", c -> c.source().time())),
            Map.entry("targets", new Changed("/load", c -> c.source().targets())),
            Map.entry("format", new Changed("avro", c -> c.reading().format())),
            Map.entry("columns", new Changed("time,value", c -> c.reading().columns())),
            Map.entry(
                    "registry.url",
                    new Changed("http://127.0.0.1:1", c -> c.reading().registry())),
            Map.entry("every", new Changed("1m", c -> c.buckets().every())),
            Map.entry("as", new Changed("sum", c -> c.buckets().as())),
            Map.entry("fields", new Changed("/amount", c -> c.buckets().fields())),
            Map.entry("grace", new Changed("1m", c -> c.buckets().grace())),
            Map.entry("fill", new Changed("1h", c -> c.buckets().fill())),
            Map.entry("key", new Changed("/user,/site", c -> c.keys().pointers())),
            Map.entry("total", new Changed("true", c -> c.keys().total())),
            Map.entry("category.field", new Changed("/type", c -> c.categories().field())),
            Map.entry(
                    "category.templates",
                    new Changed("true", c -> c.categories().templates())),
            Map.entry(
                    "category.vocabulary", new Changed("9", c -> c.categories().vocabulary())),
            Map.entry("category.top", new Changed("2", c -> c.categories().top())),
            Map.entry("outcome.within", new Changed("1h", c -> c.outcomes().within())),
            Map.entry("outcome.name", new Changed("failure", c -> c.outcomes().name())),
            Map.entry(
                    "outcome.unlabelled",
                    new Changed("unknown", c -> c.outcomes().unlabelled())),
            Map.entry("outcome.wait", new Changed("1h", c -> c.outcomes().patience())),
            Map.entry("outcome.most-waiting", new Changed("9", c -> c.outcomes().mostWaiting())),
            Map.entry("covariates", new Changed("/a,/b", c -> c.inputs().covariates())),
            Map.entry("categories", new Changed("/site", c -> c.inputs().categories())),
            Map.entry("category-rows", new Changed("64", c -> c.inputs().categoryRows())),
            Map.entry("missing", new Changed("model", c -> c.inputs().missing())),
            Map.entry("floor", new Changed("0", c -> c.inputs().floor())),
            Map.entry("cap", new Changed("-1.5", c -> c.inputs().cap())),
            Map.entry("gaps.input", new Changed("true", c -> c.inputs().gapInput())),
            Map.entry("gaps.decay", new Changed("0.9", c -> c.inputs().gapDecay())),
            Map.entry("start", new Changed("latest", c -> c.source().start())),
            Map.entry("partitions", new Changed("7", c -> c.topics().partitions())),
            Map.entry("replication", new Changed("3", c -> c.topics().replication())),
            Map.entry("retention", new Changed("1d", c -> c.topics().retention())),
            Map.entry("horizons", new Changed("1..3", TopologyConfig::horizons)),
            Map.entry("season", new Changed("24", TopologyConfig::season)),
            Map.entry("readout.memory", new Changed("900", TopologyConfig::readoutMemory)),
            Map.entry("time-zone", new Changed("Europe/Berlin", TopologyConfig::timeZone)),
            Map.entry("network.cell", new Changed("lstm", c -> c.network().cell())),
            Map.entry("network.hidden", new Changed("8", c -> c.network().hidden())),
            Map.entry("network.layers", new Changed("2", c -> c.network().layers())),
            Map.entry("windows.steps", new Changed("16", c -> c.windows().steps())),
            Map.entry("windows.stride", new Changed("7", c -> c.windows().stride())),
            Map.entry("windows.keys", new Changed("0.25", c -> c.windows().keys())),
            Map.entry(
                    "trainer.learning-rate",
                    new Changed("0.01", c -> c.trainer().learningRate())),
            Map.entry("trainer.loss", new Changed("huber", c -> c.trainer().loss())),
            Map.entry("trainer.quantiles", new Changed("0.5", c -> c.trainer().quantiles())),
            Map.entry("trainer.target", new Changed("residual", c -> c.trainer().target())),
            Map.entry(
                    "trainer.schedule", new Changed("plateau", c -> c.trainer().schedule())),
            Map.entry(
                    "trainer.schedule-updates",
                    new Changed("7", c -> c.trainer().scheduleUpdates())),
            Map.entry("trainer.drift-boost", new Changed("7", c -> c.trainer().driftBoost())),
            Map.entry("trainer.drift-blocks", new Changed("7", c -> c.trainer().driftBlocks())),
            Map.entry("trainer.burn-in", new Changed("7", c -> c.trainer().burnIn())),
            Map.entry("trainer.clip-norm", new Changed("2", c -> c.trainer().clipNorm())),
            Map.entry("trainer.huber-delta", new Changed("2", c -> c.trainer().huberDelta())),
            Map.entry("trainer.batch", new Changed("16", c -> c.trainer().batch())),
            Map.entry("trainer.updates", new Changed("16", c -> c.trainer().updates())),
            Map.entry("trainer.block", new Changed("16", c -> c.trainer().block())),
            Map.entry("trainer.replay", new Changed("64", c -> c.trainer().replay())),
            Map.entry("trainer.margin", new Changed("0.1", c -> c.trainer().margin())),
            Map.entry(
                    "trainer.rollback-margin",
                    new Changed("0.1", c -> c.trainer().rollbackMargin())),
            Map.entry(
                    "trainer.rollback-patience",
                    new Changed("5", c -> c.trainer().rollbackPatience())),
            Map.entry(
                    "trainer.publish-interval",
                    new Changed("0s", c -> c.trainer().publishInterval())),
            Map.entry("band.level", new Changed("0.5", c -> c.band().level())),
            Map.entry("band.levels", new Changed("0.5,0.99", c -> c.band().further())),
            Map.entry(
                    "anomaly.alarms-per-month",
                    new Changed("2", c -> c.anomaly().alarmsPerMonth())),
            Map.entry("anomaly.warm-up", new Changed("5", c -> c.anomaly().warmUp())),
            Map.entry("anomaly.warm-up-time", new Changed("1d", c -> c.anomaly().warmUpTime())),
            Map.entry("alerts.direction", new Changed("above", c -> alerts(c).direction())),
            Map.entry("alerts.min-deviation", new Changed("2", c -> alerts(c).minDeviation())),
            Map.entry("alerts.min-relative", new Changed("2", c -> alerts(c).minRelative())),
            Map.entry("alerts.scale-floor", new Changed("2", c -> alerts(c).scaleFloor())),
            Map.entry("alerts.close-below", new Changed("0.2", c -> alerts(c).closeBelow())),
            Map.entry("alerts.cool-down", new Changed("1h", c -> alerts(c).coolDown())),
            Map.entry("alerts.silence-after", new Changed("5", c -> alerts(c).silenceAfter())),
            Map.entry(
                    "alerts.mute",
                    new Changed("a*,b?", c -> c.anomaly().alerts().muted())),
            Map.entry(
                    "alerts.overrides",
                    new Changed(
                            "others*: direction=above cool-down=1h",
                            c -> c.anomaly().alerts().overrides())),
            Map.entry(
                    "alerts.forecast",
                    new Changed(
                            "a*: above 90 within 4h with probability 0.9",
                            c -> c.anomaly().alerts().forecasts())),
            Map.entry("max-future", new Changed("1m", c -> c.limits().maxFuture())),
            Map.entry("max-key-bytes", new Changed("64", c -> c.limits().maxKeyBytes())),
            Map.entry("max-event-bytes", new Changed("1024", c -> c.limits().maxEventBytes())),
            Map.entry("late", new Changed("reorder", c -> c.intake().late())),
            Map.entry("late-wait", new Changed("1s", c -> c.intake().lateWait())),
            Map.entry("late-buffer", new Changed("7", c -> c.intake().lateBuffer())),
            Map.entry("duplicate-id", new Changed("/id", c -> c.intake().duplicateId())),
            Map.entry("duplicate-ids", new Changed("7", c -> c.intake().duplicateIds())),
            Map.entry("tombstones", new Changed("erase", c -> c.intake().tombstones())),
            Map.entry("max-keys", new Changed("7", c -> c.intake().maxKeys())),
            Map.entry("expire.event-time", new Changed("90d", c -> c.intake().expireEventTime())),
            Map.entry("expire.wall-clock", new Changed("none", c -> c.intake().expireWallClock())),
            Map.entry("seed", new Changed("-1", TopologyConfig::seed)),
            Map.entry("output", new Changed("compact", TopologyConfig::output)),
            Map.entry("audit", new Changed("true", TopologyConfig::audit)));

    private static Map<String, String> with(Map<String, String> needed, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(needed);
        all.putAll(settings);
        return all;
    }

    private record Changed(String value, Function<TopologyConfig, Object> part) {}

    private static AlertSettings.Key alerts(TopologyConfig config) {
        return config.anomaly().alerts().of("any");
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("keys")
    void shouldMapEveryKeyToItsPartOfTheRecord(String key) {
        Changed changed = Objects.requireNonNull(CHANGES.get(key), key + " must be listed in this test");
        Map<String, String> needed = needed(key);
        TopologyConfig before = TopologyConfig.load(null, with(needed, Map.of("name", "series")));
        TopologyConfig after = TopologyConfig.load(null, with(needed, withName(key, changed.value())));
        assertThat(changed.part().apply(after)).isNotEqualTo(changed.part().apply(before));
        long otherParts = CHANGES.entrySet().stream()
                .filter(other -> !other.getKey().equals(key))
                .filter(other ->
                        !key.equals("name") || !List.of("model", "source.topic").contains(other.getKey()))
                .filter(other -> !other.getValue()
                        .part()
                        .apply(after)
                        .equals(other.getValue().part().apply(before)))
                .count();
        assertThat(otherParts)
                .as("parts of other keys that changed with %s", key)
                .isZero();
    }

    private static Map<String, String> needed(String key) {
        if (List.of("as", "fields", "grace", "fill", "total").contains(key)) {
            return Map.of("every", "1m");
        }
        if (List.of("category.templates", "category.vocabulary", "category.top").contains(key)) {
            return Map.of("category.field", "/kind");
        }
        if (key.startsWith("outcome.") && !key.equals("outcome.within")) {
            return Map.of("outcome.within", "2h");
        }
        return key.equals("format") ? Map.of("registry.url", "http://127.0.0.1:2") : Map.of();
    }

    /** Every key but those that only fit beside others, which have tests of their own. */
    static Stream<String> keys() {
        return TopologyKeys.ALL.keys().stream()
                .filter(key -> !List.of("known-ahead", "holidays").contains(key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: a|grace: 1m|grace: found without every
            name: a|fill: 1m|fill: found without every
            every: 1m|{targets: [/a, /b], as: [mean, distinct], fields: [/price, /price]}|found '/price' as mean and distinct
            every: 1m|{as: max, targets: /x, fields: /time}|expected another one than that of the time
            """)
    void shouldRefuseBucketsThatCannotBeRead(String first, String second, String problem) throws IOException {
        String settings = second.startsWith("{")
                ? second.substring(1, second.length() - 1).replaceAll(", (?=[a-z]+:)", "\n")
                : second;
        String name = first.startsWith("name") ? "" : "name: a\n";
        assertThat(catchThrowableOfType(
                                ConfigError.class,
                                () -> TopologyConfig.load(write(name + first + "\n" + settings + "\n"), Map.of()))
                        .problems())
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void shouldReadWhatIsKnownAheadOfTheCovariates() throws IOException {
        TopologyConfig config = TopologyConfig.load(
                write("name: a\ncovariates: [/x/temp, /promo]\ncategories: /site\nknown-ahead: /promo,/site\n"),
                Map.of());
        assertThat(config.inputs().covariateNames()).containsExactly("x/temp", "promo");
        assertThat(config.inputs().categoryNames()).containsExactly("site");
        assertThat(config.inputs().knownAhead()).containsExactly("/promo", "/site");
    }

    @Test
    void shouldReadHolidaysFromTheFolderOfTheTopologyFile() throws IOException {
        Files.writeString(
                folder.resolve("days.txt"),
                "# of two years\n\n2026-12-25 Christmas Day\n2026-01-01,New Year # a Thursday\n 2027-01-01\n");
        Path file = write("name: a\nholidays: days.txt\n");
        assertThat(TopologyConfig.load(file, Map.of()).holidays())
                .containsExactly(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 25), LocalDate.of(2027, 1, 1));
        String given = folder.resolve("days.txt").toString();
        assertThat(TopologyConfig.load(null, Map.of("name", "a", "holidays", given))
                        .holidays())
                .hasSize(3);
        assertThat(TopologyConfig.load(null, Map.of("name", "a")).holidays()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25.12.2026|:1: found '25.12.2026', expected a date such as 2026-12-25, and a name behind it if you like",
                "2026-02-30|:1: found '2026-02-30', expected a date such as 2026-12-25, and a name behind it if you like",
                "Christmas|:1: found 'Christmas', expected a date such as 2026-12-25, and a name behind it if you like",
                "# none|: found no date, expected one per line such as 2026-12-25"
            })
    void shouldNameFileAndLineOfABadHoliday(String text, String problem) throws IOException {
        Path holidays = Files.writeString(folder.resolve("days.txt"), text + "\n");
        assertThat(problems(write("name: a\nholidays: days.txt\n"))).containsExactly(holidays + problem);
    }

    @Test
    void shouldSayThatTheHolidaysAreMissing() throws IOException {
        assertThat(problems(write("name: a\nholidays: days.txt\n")))
                .containsExactly(folder.resolve("days.txt") + ": no such file");
    }

    private static Map<String, String> withName(String key, String value) {
        return key.equals("name") ? Map.of(key, value) : Map.of("name", "series", key, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "series", "wide"})
    void shouldReadTheFilesThatShip(String name) {
        TopologyConfig config = TopologyConfig.load(Path.of("topology", name + ".yaml"), Map.of());
        assertThat(config.name()).isEqualTo(name);
        assertThat(config.model()).isEqualTo(name);
        assertThat(config.source().topic()).isEqualTo(name);
    }

    @Test
    void shouldLetAnOverrideWinOverTheFile() throws IOException {
        Path file = write("name: a\nnetwork:\n  hidden: 8\n");
        TopologyConfig config = TopologyConfig.load(file, Map.of("network.hidden", "16"));
        assertThat(config.network().hidden()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1..4|1,2,3,4", "[1, 3, 2, 3]|1,2,3", "1,4..6|1,4,5,6", "1|1"})
    void shouldReadHorizonsSortedAndOnce(String written, String expected) throws IOException {
        TopologyConfig config = TopologyConfig.load(write("name: a\nhorizons: " + written + "\n"), Map.of());
        assertThat(config.horizons().toString().replaceAll("[\\[\\] ]", "")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "90s,PT90S", "5m,PT5M", "7d,PT168H", "PT1H30M,PT90M", "P2D,PT48H"})
    void shouldReadDurations(String written, Duration expected) {
        Map<String, String> overrides = Map.of("name", "a", "trainer.publish-interval", written);
        assertThat(TopologyConfig.load(null, overrides).trainer().publishInterval())
                .isEqualTo(expected);
    }

    @Test
    void shouldStartAtATimestamp() {
        TopologyConfig config = TopologyConfig.load(null, Map.of("name", "a", "start", "2026-01-31T01:00:00+01:00"));
        assertThat(config.source().start()).isEqualTo(new Start.At(Instant.parse("2026-01-31T00:00:00Z")));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void shouldSayInOneLineWhatIsWrong(String yaml, String problem) throws IOException {
        assertThat(problems(write(yaml))).containsExactly(problem.replace("FILE", folder + "/a.yaml"));
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("", "FILE: the file is empty, expected keys and values"),
                Arguments.of("# only a comment\n", "FILE: the file is empty, expected keys and values"),
                Arguments.of("- 1\n", "FILE:1: found a list, expected keys and values"),
                Arguments.of("text\n", "FILE:1: found a single value, expected keys and values"),
                Arguments.of(
                        "name: a\nseason: 24\nseason: 12\n",
                        "FILE:3: key 'season' stands a second time, first at FILE:2"),
                Arguments.of(
                        "name: a\nnetwork.hidden: 3\nnetwork:\n  hidden: 3\n",
                        "FILE:4: key 'network.hidden' stands a second time, first at FILE:2"),
                Arguments.of("name: a\n---\nname: b\n", "FILE:3: found a second document, expected one"),
                Arguments.of("name: &n a\nmodel: *n\n", "FILE:2: found a YAML alias, expected a plain value"),
                Arguments.of(
                        "name: a\nhorizons: [1, 2\n",
                        "FILE:3:1: not valid YAML: expected ',' or ']', but got <stream end>"),
                Arguments.of(
                        "name: a\n\tseason: 3\n",
                        "FILE:2:1: not valid YAML: found character '\\t(TAB)' that cannot start any token."
                                + " (Do not use \\t(TAB) for indentation)"),
                Arguments.of("name: a\nhorizon: 3\n", "FILE:2: unknown key 'horizon', did you mean 'horizons'?"),
                Arguments.of("name: a\nhidden: 3\n", "FILE:2: unknown key 'hidden', did you mean 'network.hidden'?"),
                Arguments.of("name: a\ncompletely: 3\n", "FILE:2: unknown key 'completely', see config/REFERENCE.md"),
                Arguments.of(
                        "name: a\nnetwork: gru\n",
                        "FILE:2: network: found 'gru', expected a section with cell, hidden, layers"),
                Arguments.of(
                        "season: 3\n",
                        "FILE: name: found nothing, expected 1 to 81 of a-z, 0-9, '.', '_' and '-', the first a letter or"
                                + " a digit"),
                Arguments.of(
                        "name: Demo\n",
                        "FILE:1: name: found 'Demo', expected 1 to 81 of a-z, 0-9, '.', '_' and '-', the first a letter"
                                + " or a digit"),
                Arguments.of(
                        "name: a\nseason:\n",
                        "FILE:2: season: found nothing, expected a whole number from 0 to 1000000, or auto"),
                Arguments.of(
                        "name: a\nseason: 1.5\n",
                        "FILE:2: season: found '1.5', expected a whole number from 0 to 1000000, or auto"),
                Arguments.of(
                        "name: a\nseason: 99999999999\n",
                        "FILE:2: season: found '99999999999', expected a whole number from 0 to 1000000, or auto"),
                Arguments.of("name: a\nseed: x\n", "FILE:2: seed: found 'x', expected a whole number"),
                Arguments.of("name: a\naudit: yes\n", "FILE:2: audit: found 'yes', expected true or false"),
                Arguments.of(
                        "name: a\nband:\n  level: 90\n",
                        "FILE:3: band.level: found '90', expected a number above 0 and below 1"),
                Arguments.of(
                        "name: a\nband:\n  levels: [0.5, 1]\n",
                        "FILE:3: band.levels: found [0.5, 1], expected 'none', or numbers above 0 and below 1 with"
                                + " commas"),
                Arguments.of(
                        "name: a\nband:\n  level: NaN\n",
                        "FILE:3: band.level: found 'NaN', expected a number above 0 and below 1"),
                Arguments.of(
                        "name: a\ntrainer:\n  clip-norm: 1e999\n",
                        "FILE:3: trainer.clip-norm: found '1e999', expected a number above 0"),
                Arguments.of(
                        "name: a\nnetwork:\n  cell: gruu\n",
                        "FILE:3: network.cell: found 'gruu', expected one of rnn-tanh, rnn-relu, gru, gru-reset-before,"
                                + " lstm"),
                Arguments.of(
                        "name: a\ntime-zone: Mars/Olympus\n",
                        "FILE:2: time-zone: found 'Mars/Olympus', expected a time zone such as UTC or Europe/Berlin"),
                Arguments.of(
                        "name: a\nstart: yesterday\n",
                        "FILE:2: start: found 'yesterday', expected earliest, latest or a timestamp such as"
                                + " 2026-01-31T00:00:00Z"),
                Arguments.of(
                        "name: a\nmax-future: 5 hours\n",
                        "FILE:2: max-future: found '5 hours', expected a duration such as 250ms, 5s, 1h, 7d or PT1H30M,"
                                + " at least 1ms"),
                Arguments.of(
                        "name: a\nmax-future: 200000d\n",
                        "FILE:2: max-future: found '200000d', expected a duration such as 250ms, 5s, 1h, 7d or PT1H30M,"
                                + " at least 1ms"),
                Arguments.of(
                        "name: a\ntargets: [/a, /a]\n", "FILE:2: targets: found a pointer twice, expected each once"),
                Arguments.of(
                        "name: a\ncovariates: temp\n",
                        "FILE:2: covariates: found 'temp', expected 'none', or JSON pointers with commas"),
                Arguments.of(
                        "name: a\ncovariates: /a,/value\n",
                        "FILE: covariates: found '/value', expected no pointer that stands in another key as well"),
                Arguments.of(
                        "name: a\ncategories: /time\n",
                        "FILE: categories: found '/time', expected no pointer that stands in another key as well"),
                Arguments.of(
                        "name: a\nknown-ahead: /promo\n",
                        "FILE: known-ahead: found '/promo', expected a pointer of covariates or categories"),
                Arguments.of(
                        "name: a\ncategory-rows: 1\n",
                        "FILE:2: category-rows: found '1', expected a whole number from 2 to 65536"),
                Arguments.of(
                        "name: a\nmissing: zero\n",
                        "FILE:2: missing: found 'zero', expected one of skip, previous, model"),
                Arguments.of(
                        "name: a\naudit: true\noutput: anomalies\n",
                        "FILE: output: found 'anomalies', expected full or compact where audit is true, which needs an"
                                + " output for every event"),
                Arguments.of("name: a\nfloor: low\n", "FILE:2: floor: found 'low', expected 'none' or a number"),
                Arguments.of(
                        "name: a\nfloor: 1\ncap: 1\n", "FILE: floor: found 1.0, expected less than cap, which is 1.0"),
                Arguments.of(
                        "name: a\ngaps:\n  decay: 0\n",
                        "FILE:3: gaps.decay: found '0', expected a number above 0, at most 1"),
                Arguments.of(
                        "name: a\ntargets: value\n",
                        "FILE:2: targets: found 'value', expected a JSON pointer such as /value, or several with commas"),
                Arguments.of(
                        "name: a\nhorizons: [2, 3]\n",
                        "FILE:2: horizons: found [2, 3], expected steps ahead from 1 to 96 that include 1, such as 1..24"
                                + " or 1,2,3"),
                Arguments.of(
                        "name: a\nhorizons: 1..97\n",
                        "FILE:2: horizons: found '1..97', expected steps ahead from 1 to 96 that include 1, such as"
                                + " 1..24 or 1,2,3"),
                Arguments.of(
                        "name: a\nhorizons: [1, [2]]\n",
                        "FILE:2: horizons: found a list with sections or lists inside, expected plain values"),
                Arguments.of(
                        "name: a\nsource:\n  topic: a b\n",
                        "FILE:3: source.topic: found 'a b', expected a Kafka topic name: 1 to 249 of a-z, A-Z, 0-9, '.',"
                                + " '_' and '-'"),
                Arguments.of(
                        "name: a\nsource:\n  topic: a.forecasts\n",
                        "FILE: source.topic: found 'a.forecasts', expected another topic than those written, which begin"
                                + " with 'a.'"),
                Arguments.of(
                        "name: a\nwindows:\n  steps: 8\n  stride: 9\n",
                        "FILE: windows.stride: found 9, expected at most windows.steps, which is 8"),
                Arguments.of(
                        "name: a\ntrainer:\n  batch: 600\n",
                        "FILE: trainer.batch: found 600, expected at most trainer.replay, which is 512"),
                Arguments.of(
                        "name: a\ntrainer:\n  block: 600\n",
                        "FILE: trainer.block: found 600, expected at most trainer.replay, which is 512"),
                Arguments.of(
                        "name: a\nwindows:\n  steps: 8\ntrainer:\n  burn-in: 8\n",
                        "FILE: trainer.burn-in: found 8, expected less than windows.steps, which is 8"),
                Arguments.of(
                        "name: a\ntrainer:\n  quantiles: 0.1,0.9\n",
                        "FILE:3: trainer.quantiles: found '0.1,0.9', expected 1 to 99 numbers above 0 and below 1 that"
                                + " include 0.5, such as 0.05,0.5,0.95"),
                Arguments.of(
                        "name: a\ntrainer:\n  loss: mse\n",
                        "FILE:3: trainer.loss: found 'mse', expected one of huber, quantiles, gaussian-nll"));
    }

    @Test
    void shouldReportAllProblemsAtOnce() throws IOException {
        Path file = write("name: A\nhorizon: 3\nwindows:\n  steps: 8\n  stride: 9\n");
        assertThat(problems(file)).hasSize(3);
    }

    @Test
    void shouldNameTheOptionInsteadOfTheFileForAnOverride() {
        ConfigError error = catchThrowableOfType(
                ConfigError.class, () -> TopologyConfig.load(null, Map.of("name", "a", "season", "x")));
        assertThat(error.problems())
                .containsExactly("--set: season: found 'x', expected a whole number from 0 to 1000000, or auto");
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        Path file = folder.resolve("none.yaml");
        assertThat(problems(file)).containsExactly(file + ": no such file");
    }

    @Test
    void shouldSayThatAFileIsAFolder() {
        assertThat(problems(folder)).containsExactly(folder + ": found a folder, expected a file");
    }

    @Test
    void shouldRefuseBytesThatAreNotText() throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.write(file, "name: é\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(file)).containsExactly(file + ": found bytes that are not UTF-8, expected text");
    }

    @Test
    void shouldBoundDepthAndSize() throws IOException {
        assertThat(problems(write("{a: ".repeat(40) + "1" + "}".repeat(40))))
                .singleElement()
                .asString()
                .contains("too deep or too large");
        assertThat(problems(write("# " + "x".repeat(1 << 20))))
                .singleElement()
                .asString()
                .contains("expected at most 1048576");
    }

    @Test
    void shouldNameTheTopicsAfterTheStream() {
        TopicNames names = TopologyConfig.load(null, Map.of("name", "a")).topicNames();
        assertThat(names.all())
                .containsExactly(
                        "a.forecasts",
                        "a.keyed",
                        "a.anomalies",
                        "a.episodes",
                        "a.windows",
                        "a.weights",
                        "a.labels",
                        "a.trainer",
                        "a.requests",
                        "a.dead-letters");
        assertThat(names.applicationId()).isNotEqualTo(names.trainerGroup()).startsWith("a");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("a.yaml"), yaml);
    }

    private static List<String> problems(Path file) {
        ConfigError error = catchThrowableOfType(ConfigError.class, () -> TopologyConfig.load(file, Map.of()));
        assertThat(error).as("%s must be refused", file).isNotNull();
        assertThat(error.problems()).allSatisfy(problem -> assertThat(problem).doesNotContain("\n"));
        return error.problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            format=csv                               | columns: found none with format csv
            format=protobuf                          | registry.url: found none with format protobuf
            as=sum                                   | as: found without every
            total=true                               | total: found true without every
            every=1m,targets=/a;/b,as=sum;sum;sum    | as: found 3, expected 1 or 2
            every=1m,as=median                       | as: found 'median'
            every=1m,fields=/a;/b                    | fields: found 2, expected 1
            every=1s,grace=2m                        | grace: found PT2M, expected at most 60 times every
            every=1m,covariates=/temp                | covariates: found '/temp' with every
            every=1m,late=reorder                    | late: found 'reorder' with every
            every=1m,duplicate-id=/id                | duplicate-id: found '/id' with every
            """)
    void shouldSayWhatDoesNotGoWithBuckets(String settings, String expected) {
        Map<String, String> overrides = new HashMap<>(Map.of("name", "series"));
        for (String setting : settings.split(",")) {
            String[] parts = setting.split("=", 2);
            overrides.put(parts[0], parts[1].replace(';', ','));
        }
        assertThatExceptionOfType(ConfigError.class)
                .isThrownBy(() -> TopologyConfig.load(null, overrides))
                .withMessageContaining(expected);
    }
}
