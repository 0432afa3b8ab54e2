package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The dashboards against the types that Grafana itself publishes ({@code @grafana/schema}, of the version that
 * {@code docker-compose.yml} runs): each is compiled as a value of them, so that a property that Grafana does not know, a
 * word that is none of an enumeration's and a part that is missing are errors of the compiler.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardSchemaIT {
    private static final Path TYPES = Path.of("src", "test", "grafana");
    private static final Path PLACE = Path.of("target", "grafana-types");
    private static final List<String> UNREACHABLE =
            List.of("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH");

    @BeforeAll
    void fetchTheTypes() throws IOException {
        Tool.orSkip("node", "nodejs");
        Files.createDirectories(PLACE);
        try (Stream<Path> files = Files.list(TYPES)) {
            for (Path file : files.toList()) {
                Files.write(PLACE.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        Tool.Said fetched = Tool.orSkip("npm", "npm")
                .run("--prefix", PLACE.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        boolean unreachable = fetched.code() != 0 && UNREACHABLE.stream().anyMatch(fetched.text()::contains);
        String reason = "Grafana's types cannot be fetched: this test needs the npm registry";
        if (unreachable) {
            System.err.println("SKIPPED " + reason);
        }
        assumeTrue(!unreachable, reason);
        assertThat(fetched.code()).as(fetched.text()).isZero();
    }

    @Test
    void shouldBeDashboardsOfGrafanasOwnTypes() throws IOException {
        for (Map.Entry<String, JsonNode> dashboard : Dashboards.all().entrySet()) {
            assertThat(complaints(dashboard.getValue())).as(dashboard.getKey()).isEmpty();
        }
    }

    /** What the check is for: each of these is a dashboard that Grafana would show otherwise than it is meant. */
    @Test
    void shouldRefuseWhatGrafanaDoesNotKnow() throws IOException {
        assertRefused(
                "an unknown property", "colour", board -> panel(board, "stat").put("colour", "red"));
        assertRefused(
                "an unknown option",
                "sparkline",
                board -> ((ObjectNode) panel(board, "stat").path("options")).put("sparkline", true));
        assertRefused(
                "a word of no enumeration",
                "zigzag",
                board -> ((ObjectNode) panel(board, "timeseries").at("/fieldConfig/defaults/custom"))
                        .put("drawStyle", "zigzag"));
        assertRefused(
                "a query without an expression",
                "expr",
                board -> ((ObjectNode) panel(board, "timeseries").at("/targets/0")).remove("expr"));
        assertRefused(
                "a place without a width",
                "'w'",
                board -> ((ObjectNode) panel(board, "table").path("gridPos")).remove("w"));
        assertRefused(
                "an annotation of old",
                "step",
                board -> ((ObjectNode) board.at("/annotations/list/0")).put("step", "15s"));
    }

    @Test
    void shouldBeTheTypesOfTheGrafanaThatIsDeployed() throws IOException {
        String version = Dashboards.read(TYPES.resolve("package.json"))
                .path("devDependencies")
                .path("@grafana/schema")
                .asText();

        assertThat(Files.readString(Path.of("docker-compose.yml"))).contains("image: grafana/grafana:" + version);
    }

    private static void assertRefused(String what, String named, Consumer<JsonNode> damage) throws IOException {
        JsonNode board = Dashboards.read(Dashboards.FOLDER.resolve("forecasts.json"));
        damage.accept(board);

        assertThat(complaints(board)).as(what).contains("error TS", named);
    }

    private static ObjectNode panel(JsonNode board, String type) {
        return (ObjectNode) Dashboards.list(board.path("panels")).stream()
                .filter(panel -> panel.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** What the compiler says of it; empty where it is content. */
    private static String complaints(JsonNode dashboard) throws IOException {
        Files.writeString(
                PLACE.resolve("dashboard.ts"),
                "import type { Checked } from './types';\nexport const dashboard: Checked = " + dashboard + ";\n");
        Tool.Said said = Tool.orSkip("node", "nodejs")
                .run(
                        PLACE.resolve(Path.of("node_modules", "typescript", "bin", "tsc"))
                                .toString(),
                        "-p",
                        PLACE.toString());
        assertThat(said.code() == 0).as(said.text()).isEqualTo(said.text().isBlank());
        return said.text();
    }
}
