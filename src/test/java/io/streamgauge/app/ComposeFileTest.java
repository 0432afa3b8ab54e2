package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The files for containers, checked for what we rely on; by Docker's own reader where it is. */
class ComposeFileTest {
    private static final Path FILE = Path.of("docker-compose.yml");
    /** The jobs that end by themselves need no sign of life. */
    private static final Set<String> ENDING = Set.of("topics");

    record Service(String name, JsonNode json) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Service> services() throws IOException {
        JsonNode services = read().path("services");
        List<Service> all = new ArrayList<>();
        services.fields().forEachRemaining(entry -> all.add(new Service(entry.getKey(), entry.getValue())));
        return all.stream();
    }

    /** The file as Docker merges it: a mapping below {@code <<} lends what its neighbours do not say. */
    private static JsonNode read() throws IOException {
        Map<String, Object> merged = new Yaml().load(Files.readString(FILE));
        return new YAMLMapper().valueToTree(merged);
    }

    @Test
    void shouldHaveAllThatTheGuidePromises() throws IOException {
        assertThat(services().map(Service::name))
                .containsExactlyInAnyOrder(
                        "kafka",
                        "topics",
                        "generator",
                        "forecaster-1",
                        "forecaster-2",
                        "trainer",
                        "prometheus",
                        "alertmanager",
                        "grafana");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldPublishPortsOnTheLoopbackInterfaceAlone(Service service) {
        assertThat(Dashboards.list(service.json().path("ports")))
                .allMatch(port -> port.asText().matches("127\\.0\\.0\\.1:\\d+:\\d+"));
    }

    @Test
    void shouldPublishEveryPortOnce() throws IOException {
        assertThat(services()
                        .flatMap(service -> Dashboards.list(service.json().path("ports")).stream())
                        .map(port -> port.asText().split(":", -1)[1]))
                .doesNotHaveDuplicates()
                .hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldShowSignsOfLife(Service service) {
        if (!ENDING.contains(service.name())) {
            assertThat(service.json().at("/healthcheck/test"))
                    .as("health check")
                    .isNotEmpty();
            assertThat(service.json().at("/healthcheck/retries").asInt()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldMountFoldersThatThereAreAndVolumesThatAreDeclared(Service service) throws IOException {
        JsonNode declared = read().path("volumes");
        for (JsonNode volume : Dashboards.list(service.json().path("volumes"))) {
            String source = volume.asText().split(":", -1)[0];
            if (source.startsWith("./")) {
                assertThat(Path.of(source)).isDirectory();
                assertThat(volume.asText()).endsWith(":ro");
            } else {
                assertThat(declared.has(source)).as(source).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldDependOnServicesThatThereAre(Service service) throws IOException {
        List<String> names = services().map(Service::name).toList();
        service.json()
                .path("depends_on")
                .fieldNames()
                .forEachRemaining(name -> assertThat(names).contains(name));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldNameNoPasswordAndNoLatestImage(Service service) {
        assertThat(service.json().toString().toLowerCase(Locale.ROOT)).doesNotContain("password");
        assertThat(service.json().path("image").asText())
                .matches("[a-z/]+:v?[a-z0-9.]+")
                .doesNotEndWith(":latest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "generator", "forecaster-1", "forecaster-2", "trainer"})
    void shouldRunOursReadOnlyAndWithoutRights(String name) throws IOException {
        JsonNode service = services()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .json();

        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.path("cap_drop")).hasToString("[\"ALL\"]");
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("\nUSER 10001\n");
    }

    @Test
    void shouldRunTheKafkaThatTheSuitesRunOn() throws IOException {
        assertThat(Files.readString(FILE)).contains("image: " + ContainerBroker.IMAGE + "\n");
    }

    /** Commands and settings are ones that there are. */
    @Test
    void shouldStartOursWithSettingsThatTheyTake() throws IOException {
        RuntimeConfig forecaster = RuntimeConfig.load(Path.of("config", "compose", "forecaster.properties"), Map.of());
        RuntimeConfig trainer = RuntimeConfig.load(Path.of("config", "compose", "trainer.properties"), Map.of());

        assertThat(forecaster.http().port()).isEqualTo(8080);
        assertThat(forecaster.watched()).hasSize(4);
        assertThat(trainer.trainerHttp().port()).isEqualTo(8081);
        assertThat(services()
                        .filter(service -> service.json().path("image").asText().startsWith("streamgauge"))
                        .map(service -> service.json().at("/command/0").asText()))
                .containsOnly("topics", "generate", "run", "train");
    }

    /** What Prometheus scrapes are the services' names and ports. */
    @Test
    void shouldBeScrapedWhereItListens() throws IOException {
        String config = Files.readString(Path.of("config", "prometheus", "prometheus.yml"));

        assertThat(config).contains("forecaster-1:8080", "forecaster-2:8080", "trainer:8081", "alertmanager:9093");
    }

    /** Docker's own reader of the file: the present one, or else the first version, which Debian has still and which needs no daemon. */
    @Test
    void shouldBeTakenByDockerCompose() {
        Optional<Tool> docker = Tool.find("docker")
                .filter(tool -> tool.run("compose", "version").code() == 0);
        Tool.Said said = docker.isPresent()
                ? docker.get().run("compose", "--file", FILE.toString(), "config", "--quiet")
                : Tool.orSkip("docker-compose", "docker-compose").run("--file", FILE.toString(), "config", "--quiet");
        assertThat(said.code()).as(said.text()).isZero();
    }
}
