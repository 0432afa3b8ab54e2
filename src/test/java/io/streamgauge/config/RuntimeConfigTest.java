package io.streamgauge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuntimeConfigTest {
    private static final Map<String, Changed> CHANGES = Map.ofEntries(
            Map.entry("bootstrap.servers", new Changed("a:1,b:2", RuntimeConfig::bootstrapServers)),
            Map.entry("state.dir", new Changed("/srv/state", RuntimeConfig::stateDir)),
            Map.entry("commit.interval.ms", new Changed("50", RuntimeConfig::commitIntervalMillis)),
            Map.entry("num.stream.threads", new Changed("2", RuntimeConfig::streamThreads)),
            Map.entry("num.standby.replicas", new Changed("1", RuntimeConfig::standbyReplicas)),
            Map.entry("state.store", new Changed("memory", c -> c.store().text())),
            Map.entry("rocksdb.memory-mb", new Changed("64", c -> c.rocksDb().memory())),
            Map.entry(
                    "rocksdb.write-buffers-mb",
                    new Changed("7", c -> c.rocksDb().writeBuffers())),
            Map.entry("http.host", new Changed("0.0.0.0", c -> c.http().host())),
            Map.entry("http.port", new Changed("0", c -> c.http().port())),
            Map.entry("http.history", new Changed("9", c -> c.http().history())),
            Map.entry("http.keys", new Changed("9", c -> c.http().keys())),
            Map.entry(
                    "alert.alertmanager.urls",
                    new Changed("http://a:9093,https://b:1/x", c -> c.alert().alertmanagers())),
            Map.entry(
                    "alert.webhook.url",
                    new Changed("http://a:1/b", c -> c.alert().webhook())),
            Map.entry("alert.resolve-timeout", new Changed("1m", c -> c.alert().resolveTimeout())),
            Map.entry("alert.timeout", new Changed("1s", c -> c.alert().timeout())),
            Map.entry("http.advertised", new Changed("box:9", c -> c.http().advertised())),
            Map.entry("trainer.http.port", new Changed("0", c -> c.trainerHttp())),
            Map.entry("metrics.watch", new Changed("a,b", c -> c.watched())),
            Map.entry(
                    "weights.signing.key",
                    new Changed("a.pem", c -> c.weightsKeys().signing())),
            Map.entry(
                    "weights.verification.key",
                    new Changed("b.pem", c -> c.weightsKeys().verification())),
            Map.entry(
                    "http.token-file",
                    new Changed("token", c -> c.http().guard().tokenFile())),
            Map.entry(
                    "http.tls.keystore",
                    new Changed("page.p12", c -> c.http().guard().keyStore())),
            Map.entry(
                    "http.tls.password-file",
                    new Changed("password", c -> c.http().guard().keyStorePasswordFile())),
            Map.entry("http.insecure", new Changed("true", c -> c.http().guard().insecure())),
            Map.entry(
                    "http.max-connections",
                    new Changed("9", c -> c.http().guard().maxConnections())));

    private record Changed(String value, Function<RuntimeConfig, Object> part) {}

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("keys")
    void shouldMapEveryKeyToItsPartOfTheRecord(String key) {
        Changed changed = Objects.requireNonNull(CHANGES.get(key), key + " must be listed in this test");
        RuntimeConfig before = RuntimeConfig.load(null, Map.of());
        RuntimeConfig after = RuntimeConfig.load(null, Map.of(key, changed.value()));
        assertThat(CHANGES.entrySet().stream()
                        .filter(entry -> !entry.getValue()
                                .part()
                                .apply(after)
                                .equals(entry.getValue().part().apply(before)))
                        .map(Map.Entry::getKey))
                .containsExactly(key);
    }

    static Stream<String> keys() {
        return RuntimeKeys.ALL.keys().stream();
    }

    @Test
    void shouldReadTheFileThatShips() {
        Path file = Path.of("config", "streamgauge.properties");
        assertThat(RuntimeConfig.load(file, Map.of())).isEqualTo(RuntimeConfig.load(null, Map.of()));
    }

    @Test
    void shouldAcceptEveryExampleOfTheFileThatShips() throws IOException {
        String examples =
                Files.readString(Path.of("config", "streamgauge.properties")).replaceAll("(?m)^# ([a-z.]+=)", "$1");
        Path file = Files.writeString(folder.resolve("examples.properties"), examples);
        assertThat(RuntimeConfig.load(file, Map.of()).http().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void shouldKeepStateUnderTheUsersHomeAndNotInTheTempFolder() {
        assertThat(stateDir(Map.of("HOME", "/home/ada")))
                .isEqualTo(Path.of("/home/ada/.local/state/streamgauge-state"));
        assertThat(stateDir(Map.of("HOME", "/home/ada", "XDG_STATE_HOME", "/var/ada")))
                .isEqualTo(Path.of("/var/ada/streamgauge-state"));
        assertThat(stateDir(Map.of("HOME", "/home/ada", "XDG_STATE_HOME", "relative")))
                .isEqualTo(Path.of("/home/ada/.local/state/streamgauge-state"));
    }

    private static Path stateDir(Map<String, String> environment) {
        return RuntimeConfig.load(null, Map.of(), environment).stateDir();
    }

    @Test
    void shouldHandKafkasKeysToTheClientsThatKnowThem() {
        RuntimeConfig config = RuntimeConfig.load(
                null,
                Map.of(
                        "security.protocol", "SSL",
                        "max.poll.records", "7",
                        "linger.ms", "3",
                        "consumer.session.timeout.ms", "6000",
                        "producer.linger.ms", "4",
                        "admin.retries", "2"));
        Map.Entry<String, Object> brokers = entry("bootstrap.servers", "127.0.0.1:9092");
        Map.Entry<String, Object> security = entry("security.protocol", "SSL");
        assertThat(config.consumer())
                .containsOnly(brokers, security, entry("max.poll.records", "7"), entry("session.timeout.ms", "6000"));
        assertThat(config.producer()).containsOnly(brokers, security, entry("linger.ms", "4"));
        assertThat(config.admin()).containsOnly(brokers, security, entry("retries", "2"));
        assertThat(config.streams())
                .contains(brokers, security, entry("consumer.session.timeout.ms", "6000"))
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("commit.interval.ms", 100)
                .doesNotContainKey("application.id");
    }

    @Test
    void shouldNotPrintWhatMayBeSecret() {
        RuntimeConfig config =
                RuntimeConfig.load(null, Map.of("sasl.jaas.config", "Module required password=\"hush\";"));
        assertThat(config.toString()).contains("sasl.jaas.config").doesNotContain("hush");
    }

    @Test
    void shouldReplaceTheBrokersAlone() {
        RuntimeConfig config = RuntimeConfig.load(null, Map.of("http.port", "0"));
        assertThat(config.withBootstrapServers("b:1"))
                .isEqualTo(RuntimeConfig.load(null, Map.of("http.port", "0", "bootstrap.servers", "b:1")));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void shouldSayInOneLineWhatIsWrong(String properties, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("a.properties"), properties);
        ConfigError error = catchThrowableOfType(ConfigError.class, () -> RuntimeConfig.load(file, Map.of()));
        assertThat(error).as("must be refused").isNotNull();
        assertThat(error.problems()).containsExactly(problem.replace("FILE", file.toString()));
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of(
                        "processing.guarantee=at_least_once\n",
                        "FILE:1: processing.guarantee: found 'at_least_once', expected exactly_once_v2: an event processed"
                                + " twice would step the recurrent state twice"),
                Arguments.of("\nhttp.prot=1\n", "FILE:2: unknown key 'http.prot', did you mean 'http.port'?"),
                Arguments.of(
                        "consumer.sesion.timeout.ms=1\n",
                        "FILE:1: unknown key 'consumer.sesion.timeout.ms', did you mean"
                                + " 'consumer.session.timeout.ms'?"),
                Arguments.of("session.timeout.ms=soon\n", "FILE:1: session.timeout.ms: found 'soon', expected int"),
                Arguments.of(
                        "security.protocol=NONE\n",
                        "FILE:1: security.protocol: found 'NONE', expected string (case insensitive) [SASL_SSL, PLAINTEXT,"
                                + " SSL, SASL_PLAINTEXT]"),
                Arguments.of(
                        "producer.acks=1\n", "FILE:1: producer.acks: cannot be set, exactly-once processing needs all"),
                Arguments.of(
                        "application.id=x\n",
                        "FILE:1: application.id: cannot be set, it follows from the topology's name"),
                Arguments.of(
                        "http.port=65536\n",
                        "FILE:1: http.port: found '65536', expected a whole number from 0 to 65535"),
                Arguments.of(
                        "bootstrap.servers=kafka\n",
                        "FILE:1: bootstrap.servers: found 'kafka', expected host:port, or several with commas"),
                Arguments.of("state.dir=\n", "FILE:1: state.dir: found nothing, expected a folder"),
                Arguments.of("http.port=1\nhttp.port=2\n", "FILE:1: key 'http.port' stands a second time further down"),
                Arguments.of(
                        "http.host=\\u12\n", "FILE: found a malformed \\u escape, expected four hexadecimal digits"));
    }

    @Test
    void shouldRouteOverridesToTheFileThatKnowsThem() {
        Overrides overrides =
                Overrides.split(Map.of("season", "24", "http.port", "0", "consumer.fetch.min.bytes", "1"));
        assertThat(overrides.topology()).containsOnlyKeys("season");
        assertThat(overrides.runtime()).containsOnlyKeys("http.port", "consumer.fetch.min.bytes");
    }

    @Test
    void shouldLookUpNoMoreThanTheFirstNamesOfAFileThatIsNoneOfOurs() {
        Map<String, String> unknown = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            unknown.put("state.di" + (char) ('a' + i % 26) + (i / 26), "x");
        }
        ConfigError error = catchThrowableOfType(ConfigError.class, () -> RuntimeConfig.load(null, unknown));
        assertThat(error.problems()).hasSize(30);
        assertThat(error.problems())
                .filteredOn(problem -> problem.contains("did you mean 'state.dir'?"))
                .hasSize(10);
    }

    @Test
    void shouldNameTheClosestKeyOfBothFilesForAnUnknownOverride() {
        ConfigError error = catchThrowableOfType(ConfigError.class, () -> Overrides.split(Map.of("http.prot", "1")));
        assertThat(error.problems()).isEqualTo(List.of("--set: unknown key 'http.prot', did you mean 'http.port'?"));
        error = catchThrowableOfType(ConfigError.class, () -> Overrides.split(Map.of("seasn", "1")));
        assertThat(error.problems()).isEqualTo(List.of("--set: unknown key 'seasn', did you mean 'season'?"));
    }
}
