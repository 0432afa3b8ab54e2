package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alert rules follow the topology file while the forecaster runs; nothing else does. */
class AlertRuleWatchTest {

    private static final String PLAIN = "name: w\n";

    @TempDir
    Path folder;

    private Path file = Path.of("");
    private long written;

    @SuppressWarnings("NullAway.Init") // set before each test
    private AlertRuleWatch watch;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("w.yaml");
        write(PLAIN);
        watch = new AlertRuleWatch(load(), file, this::load);
    }

    private TopologyConfig load() {
        return TopologyConfig.load(file, Map.of());
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        written += 2_000;
        Files.setLastModifiedTime(file, FileTime.fromMillis(written));
    }

    @Test
    void shouldTakeAlertsFromTheSavedFile() throws IOException {
        assertThat(watch.get().of("pump-7").muted()).isFalse();
        write(PLAIN + "alerts:\n  mute: pump-*\n  cool-down: 1h\n");
        assertThat(watch.get().of("pump-7").muted()).as("not looked at yet").isFalse();
        watch.check();
        assertThat(watch.get().of("pump-7").muted()).isTrue();
        assertThat(watch.get().of("fan-1").muted()).isFalse();
        assertThat(watch.get().of("fan-1").coolDownMillis()).isEqualTo(3_600_000);
    }

    @Test
    void shouldKeepItsRulesWhereMoreHasChangedOrTheFileIsWrong() throws IOException {
        for (String text :
                new String[] {"horizons: 1..3\nalerts:\n  mute: pump-*\n", "alerts:\n  mut: pump-*\n", "alerts: [\n"}) {
            write(PLAIN + text);
            watch.check();
            assertThat(watch.get().of("pump-7").muted()).as(text).isFalse();
        }
        write(PLAIN + "alerts:\n  mute: pump-*\n");
        watch.check();
        assertThat(watch.get().of("pump-7").muted()).as("mended").isTrue();
    }

    @Test
    void shouldLetOverridesByPatternAndForecastRulesStandSideBySide() throws IOException {
        write(PLAIN + """
                alerts:
                  min-deviation: 1
                  overrides:
                    - "pump-*: direction=above min-deviation=5"
                    - "pump-7: cool-down=10m"
                  forecast:
                    - "pump-*: above 90 within 4h with probability 0.9"
                    - "below 0 within 30m with probability 0.5"
                """);
        watch.check();
        assertThat(watch.get().of("pump-7"))
                .satisfies(rules -> assertThat(rules.minDeviation()).isEqualTo(5))
                .satisfies(rules -> assertThat(rules.coolDownMillis()).isEqualTo(600_000))
                .satisfies(rules -> assertThat(rules.forecasts()).hasSize(2));
        assertThat(watch.get().of("fan"))
                .satisfies(rules -> assertThat(rules.minDeviation()).isEqualTo(1))
                .satisfies(rules -> assertThat(rules.forecasts())
                        .singleElement()
                        .satisfies(rule -> assertThat(rule.above()).isFalse()));
    }
}
