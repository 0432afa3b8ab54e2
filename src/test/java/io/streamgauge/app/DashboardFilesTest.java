package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards, checked against what Grafana's published dashboard model (schema version 39) asks of the parts that
 * they use: the fields that a dashboard, a panel, a query and a field configuration must have, and their closed sets.
 */
class DashboardFilesTest {
    private static final int SCHEMA = 39;
    private static final int COLUMNS = 24;
    private static final Set<String> PANELS = Set.of("timeseries", "stat", "table");
    /** Ids of units, as Grafana's list of value formats has them. */
    private static final Set<String> UNITS = Set.of("short", "percentunit", "s", "ops", "bytes");

    private static final Set<String> DEFAULTS =
            Set.of("unit", "thresholds", "custom", "decimals", "min", "max", "color", "mappings");
    private static final Set<String> DRAWING = Set.of(
            "drawStyle",
            "lineWidth",
            "fillOpacity",
            "showPoints",
            "spanNulls",
            "thresholdsStyle",
            "pointSize",
            "fillBelowTo");
    private static final Path PROVISIONED = Path.of("grafana", "provisioning", "datasources", "prometheus.yml");

    record Dashboard(String file, JsonNode json) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Dashboard> dashboards() {
        return Dashboards.all().entrySet().stream().map(entry -> new Dashboard(entry.getKey(), entry.getValue()));
    }

    @Test
    void shouldBeThreeWithNamesOfTheirOwn() {
        List<JsonNode> all = dashboards().map(Dashboard::json).toList();

        assertThat(all)
                .extracting(json -> json.path("title").asText())
                .containsExactly("Forecasts and anomalies", "Model and training", "Service health");
        assertThat(all).extracting(json -> json.path("uid").asText()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldHaveWhatADashboardMustHave(Dashboard dashboard) {
        JsonNode json = dashboard.json();

        assertThat(json.path("schemaVersion").asInt()).isEqualTo(SCHEMA);
        assertThat(json.path("uid").asText()).matches("[a-zA-Z0-9_-]{1,40}");
        assertThat(json.at("/time/from").asText()).startsWith("now-");
        assertThat(json.at("/time/to").asText()).isEqualTo("now");
        assertThat(json.path("refresh").asText()).matches("\\d+[sm]");
        assertThat(json.path("description").asText()).endsWith(".");
        assertThat(json.path("panels")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldTellWithEveryPanelWhatItShows(Dashboard dashboard) {
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : Dashboards.list(dashboard.json().path("panels"))) {
            String title = panel.path("title").asText();
            assertThat(ids.add(panel.path("id").asInt())).as("id of %s", title).isTrue();
            assertThat(title)
                    .as("a sentence")
                    .matches("[A-Z].{8,}")
                    .contains(" ")
                    .doesNotEndWith(".");
            assertThat(title.split(" ", -1)).as(title).hasSizeGreaterThanOrEqualTo(3);
            assertThat(panel.path("description").asText()).as(title).matches("[A-Z0-9].{15,}\\.");
            assertThat(PANELS).as(title).contains(panel.path("type").asText());
            assertThat(UNITS)
                    .as(title)
                    .contains(panel.at("/fieldConfig/defaults/unit").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldUseTheFieldsThatTheModelHas(Dashboard dashboard) {
        for (JsonNode panel : Dashboards.list(dashboard.json().path("panels"))) {
            JsonNode defaults = panel.at("/fieldConfig/defaults");
            assertThat(DEFAULTS).containsAll(names(defaults));
            assertThat(DRAWING).containsAll(names(defaults.path("custom")));
            assertThat(defaults.at("/thresholds/mode").asText()).isEqualTo("absolute");
            assertThat(defaults.at("/thresholds/steps/0/value").isNull()).isTrue();
            assertThat(panel.path("options").isObject()).isTrue();
            for (JsonNode override : Dashboards.list(panel.at("/fieldConfig/overrides"))) {
                assertThat(override.at("/matcher/id").asText()).isEqualTo("byName");
                assertThat(override.path("properties")).isNotEmpty();
            }
            List<String> queries = new ArrayList<>();
            for (JsonNode target : Dashboards.list(panel.path("targets"))) {
                queries.add(target.path("refId").asText());
                assertThat(target.path("expr").asText()).isNotBlank();
                assertThat(target.path("instant").asBoolean())
                        .isNotEqualTo(target.path("range").asBoolean());
            }
            assertThat(queries).isNotEmpty().doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Z]"));
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldLayPanelsOutWithoutOverlap(Dashboard dashboard) {
        List<Rectangle> placed = new ArrayList<>();
        for (JsonNode panel : Dashboards.list(dashboard.json().path("panels"))) {
            JsonNode at = panel.path("gridPos");
            Rectangle place = new Rectangle(
                    at.path("x").asInt(),
                    at.path("y").asInt(),
                    at.path("w").asInt(),
                    at.path("h").asInt());
            assertThat(place.isEmpty()).isFalse();
            assertThat(place.x + place.width).isLessThanOrEqualTo(COLUMNS);
            assertThat(placed).noneMatch(place::intersects);
            placed.add(place);
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldAskTheProvisionedDataSource(Dashboard dashboard) throws IOException {
        assertThat(Files.readString(PROVISIONED)).contains("uid: streamgauge-prometheus\n");
        assertThat(dashboard.json().findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(source ->
                        assertThat(source).hasToString("{\"type\":\"prometheus\",\"uid\":\"streamgauge-prometheus\"}"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldNameSeriesThatThereAre(Dashboard dashboard) throws IOException {
        String known = Files.readString(Path.of("config", "METRICS.md"))
                + Files.readString(Path.of("config", "prometheus", "recording.yml"));
        List<String> named = Dashboards.expressions(dashboard.json()).stream()
                .flatMap(expression -> Pattern.compile("streamgauge[_:][a-z_0-9:]*[a-z0-9]")
                        .matcher(expression)
                        .results()
                        .map(MatchResult::group))
                .map(name -> name.replaceAll("_(bucket|count|sum)$", ""))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(5);
        assertThat(named).allSatisfy(name -> assertThat(known).containsPattern("(`|record: )" + name + "(`|\\n)"));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
