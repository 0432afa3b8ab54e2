package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.StreamgaugeProcess.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job as one command, on a file: everything answered, learned while it ran, and the same again. */
@Timeout(300)
class DemoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int ROWS = 3_000;

    /** More than two blocks of windows: later rounds run with weights learned from earlier ones. */
    private static final int LOCKSTEP_ROWS = 900;

    @TempDir
    Path folder;

    @Test
    void shouldAnswerEveryEventAndForecastBetterThanPersistence() throws IOException {
        Path input = DailySeries.write(folder.resolve("load.csv"), ROWS + 100);
        Finished demo = StreamgaugeProcess.run(
                folder,
                PATIENCE,
                "demo",
                "--input",
                input.toString(),
                "--events",
                Integer.toString(ROWS),
                "--set",
                "http.port=0");
        assertThat(demo.code()).as("%s", demo).isZero();
        assertThat(demo.result("events")).isEqualTo(ROWS);
        assertThat(demo.result("forecasts")).isEqualTo(ROWS);
        assertThat(demo.result("dead_letters")).isZero();
        assertThat(demo.result("replay.differences")).isZero();
        assertLearned(demo);
        assertAccurate(demo);
    }

    private static void assertLearned(Finished demo) {
        assertThat(demo.result("versions")).isGreaterThanOrEqualTo(5);
        assertThat(demo.result("loss.last_version")).isLessThan(demo.result("loss.first_version"));
    }

    private static void assertAccurate(Finished demo) {
        double persistence = demo.result("mae.persistence");
        double network = demo.result("mae.network");
        assertThat(network).isLessThanOrEqualTo(.75 * persistence);
        assertThat(demo.result("mae.network_without_state")).isGreaterThanOrEqualTo(1.2 * network);
        // What is served is a mean, which makes squares small; the network's median makes absolute errors small.
        assertThat(demo.result("mae.mix"))
                .isLessThanOrEqualTo(
                        1.1 * DoubleStream.of(persistence, network).min().orElseThrow());
        assertThat(demo.result("coverage.90")).isBetween(.85, .95);
    }

    @Test
    void shouldGiveTheSameForecastsForTheSameSeedAndOthersForAnother() throws IOException {
        Path input = DailySeries.write(folder.resolve("load.csv"), LOCKSTEP_ROWS);
        try (Lockstep first = new Lockstep(input, 7);
                Lockstep again = new Lockstep(input, 7);
                Lockstep other = new Lockstep(input, 8)) {
            byte[] forecasts = first.await();
            assertThat(new String(forecasts, StandardCharsets.UTF_8).lines())
                    .as("a line of names, and per event one row for each of six horizons")
                    .hasSize(1 + 6 * LOCKSTEP_ROWS);
            assertThat(again.await()).isEqualTo(forecasts);
            assertThat(other.await()).isNotEqualTo(forecasts);
        }
    }

    /** A demo in lock-step; several run side by side, which must not matter. */
    private final class Lockstep implements AutoCloseable {
        private final Path forecasts;
        private final StreamgaugeProcess demo;

        private Lockstep(Path input, int seed) throws IOException {
            forecasts = Files.createTempFile(folder, "forecasts", ".csv");
            demo = StreamgaugeProcess.start(
                    folder,
                    "demo",
                    "--input",
                    input.toString(),
                    "--seed",
                    Integer.toString(seed),
                    "--lockstep",
                    "256",
                    "--forecasts",
                    forecasts.toString(),
                    "--set",
                    "http.port=0");
        }

        private byte[] await() throws IOException {
            Finished finished = demo.await(PATIENCE);
            assertThat(finished.code()).as("%s", finished).isZero();
            assertThat(finished.result("versions")).as("learned while it ran").isGreaterThanOrEqualTo(2);
            return Files.readAllBytes(forecasts);
        }

        @Override
        public void close() {
            demo.close();
        }
    }
}
