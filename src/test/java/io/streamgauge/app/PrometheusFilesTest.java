package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for Prometheus and Alertmanager, read and run by their own tools. */
@Timeout(120)
class PrometheusFilesTest {
    private static final Path FOLDER = Path.of("config", "prometheus");
    private static final Path RULES_TEST = Path.of("src", "test", "prometheus", "rules-test.yml");
    private static final Pattern RULE = Pattern.compile("(?m)^ +- (?:alert|record): (\\S+)$");

    @Test
    void shouldFireWhereTheyShouldAndNowhereElse() {
        Tool.Said said = Tool.orSkip("promtool", "prometheus").run("test", "rules", RULES_TEST.toString());

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording.yml", "alerts.yml"})
    void shouldTestEveryRule(String file) throws IOException {
        String tests = Files.readString(RULES_TEST);
        List<String> rules = RULE.matcher(Files.readString(FOLDER.resolve(file)))
                .results()
                .map(rule -> rule.group(1))
                .toList();

        assertThat(rules).hasSizeGreaterThan(8);
        assertThat(rules).allSatisfy(rule -> assertThat(tests).contains(rule));
    }

    @Test
    void shouldBeAConfigurationThatPrometheusTakes() {
        Tool.Said said = Tool.orSkip("promtool", "prometheus")
                .run("check", "config", FOLDER.resolve("prometheus.yml").toString());

        assertThat(said.code()).as(said.text()).isZero();
    }

    @Test
    void shouldBeAConfigurationThatAlertmanagerTakes() {
        Tool.Said said = Tool.orSkip("amtool", "prometheus-alertmanager")
                .run("check-config", FOLDER.resolve("alertmanager.yml").toString());

        assertThat(said.code()).as(said.text()).isZero();
    }

    /** Every metric of ours that a rule names is one that is exported. */
    @Test
    void shouldNameMetricsThatThereAre() throws IOException {
        String known = Files.readString(Path.of("config", "METRICS.md"));
        String rules =
                Files.readString(FOLDER.resolve("recording.yml")) + Files.readString(FOLDER.resolve("alerts.yml"));

        List<String> named = Pattern.compile("streamgauge_[a-z_]+[a-z]")
                .matcher(rules)
                .results()
                .map(MatchResult::group)
                .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(15);
        assertThat(named).allSatisfy(name -> assertThat(known).contains("`" + name + "`"));
    }
}
