package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code tune}, and {@code season: auto} where files are read. */
class TuneCommandTest {

    private static final int ROWS = 500;
    /** No whole share of a day, so that the clock does not tell it. */
    private static final int SEASON = 21;

    @TempDir
    Path folder;

    private Path topology = Path.of("");
    private Path input = Path.of("");

    @BeforeEach
    void writeInput() throws IOException {
        topology = Files.writeString(folder.resolve("t.yaml"), """
                name: t
                season: auto     # of the machine's cycle
                horizons: 1..2
                network:
                  hidden: 4
                windows:
                  steps: 6
                  stride: 3
                trainer:
                  updates: 2
                """);
        List<String> lines = new ArrayList<>(List.of("time,value"));
        Random random = new Random(4);
        for (int i = 0; i < ROWS; i++) {
            double value = 50 + 10 * Math.max(0, StrictMath.sin(2 * Math.PI * i / SEASON)) + random.nextGaussian();
            lines.add(String.format(Locale.ROOT, "%d,%.3f", 1_600_000_000L + 3600 * i, value));
        }
        input = Files.write(folder.resolve("a.csv"), lines);
    }

    private record Ran(int code, String out, String err) {
        private double result(String name) {
            return out.lines()
                    .filter(line -> line.startsWith("RESULT " + name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[2]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no figure " + name + " in\n" + out));
        }
    }

    private static Ran run(String... arguments) {
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Streamgauge.run(arguments);
            return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
        }
    }

    private Ran tune(Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "tune", "--topology", topology.toString(), "--input", input.toString(), "--output", output.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void shouldWriteATopologyThatRunsWithTheSeasonOfTheHistory() throws IOException {
        Path output = folder.resolve("new.yaml");
        Ran ran = tune(output, "--trials", "4");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.result("season")).isEqualTo(SEASON);
        assertThat(ran.result("season.autocorrelation")).isBetween(.5, 1.0);
        assertThat(ran.result("tune.trials")).isEqualTo(4);
        assertThat(List.of("own", "chosen"))
                .allSatisfy(name ->
                        assertThat(ran.result("tune.held_out." + name + ".mse")).isPositive());
        assertThat(ran.out()).contains("trial", "MSE skill", "On the last quarter, which had no part in that:");

        TopologyConfig written = TopologyConfig.load(output, Map.of());
        assertThat(written.season()).isIn(SEASON, 0);
        assertThat(written.horizons()).containsExactly(1, 2);
        assertThat(Files.readString(output)).contains("# of the machine's cycle", "# Tuned on a.csv: skill ");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("t.yaml", "a.csv", "new.yaml");
    }

    @Test
    void shouldChooseTheSameAgainAndNeverOverwriteUnasked() throws IOException {
        Path output = folder.resolve("new.yaml");
        assertThat(tune(output, "--trials", "3").code()).isZero();
        byte[] first = Files.readAllBytes(output);
        Ran again = tune(output, "--trials", "3");
        assertThat(again.code()).isEqualTo(Streamgauge.USER_ERROR);
        assertThat(again.err()).contains("is there already, expected a new file, or --force");
        assertThat(tune(output, "--trials", "3", "--force").code()).isZero();
        assertThat(Files.readAllBytes(output)).isEqualTo(first);
    }

    @Test
    void shouldKeepWhatTheCommandLineSets() {
        Path output = folder.resolve("new.yaml");
        Ran ran = tune(output, "--trials", "1", "--set", "season=7", "--set", "horizons=1");
        assertThat(ran.code()).as(ran.err()).isZero();
        TopologyConfig written = TopologyConfig.load(output, Map.of());
        assertThat(written.season()).isEqualTo(7);
        assertThat(written.horizons()).containsExactly(1);
    }

    @Test
    void shouldRefuseAFileOfOneLine() throws IOException {
        Path one = Files.writeString(folder.resolve("one.csv"), "time,value\n2024-01-01 00:00:00,1\n");
        Ran ran = run(
                "tune", "--topology", topology.toString(), "--input", one.toString(), "--output", folder + "/new.yaml");
        assertThat(ran.code()).isEqualTo(Streamgauge.USER_ERROR);
        assertThat(ran.err().lines())
                .containsExactly("streamgauge: --input: found 1 events, expected at least 200 to choose settings by");
        assertThat(ran.out()).isEmpty();
        assertThat(folder.resolve("new.yaml")).doesNotExist();
    }

    @Test
    void shouldRefuseAFileWhoseValuesNeverChange() throws IOException {
        List<String> lines = new ArrayList<>(List.of("time,value"));
        for (int i = 0; i < 300; i++) {
            lines.add((1_600_000_000L + 60 * i) + ",5");
        }
        Path still = Files.write(folder.resolve("still.csv"), lines);
        Ran ran = run(
                "tune",
                "--topology",
                topology.toString(),
                "--input",
                still.toString(),
                "--output",
                folder + "/new.yaml");
        assertThat(ran.code()).isEqualTo(Streamgauge.USER_ERROR);
        assertThat(ran.err()).contains("no value ever changes");
    }

    @Test
    void shouldTellTheSeasonThatABacktestFound() {
        Ran ran = run("backtest", "--topology", topology.toString(), "--input", input.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Season: 21 events found, autocorrelation 0.");
        Ran given =
                run("backtest", "--topology", topology.toString(), "--input", input.toString(), "--set", "season=21");
        assertThat(ran.result("mse")).isEqualTo(given.result("mse"));
        assertThat(given.out()).doesNotContain("Season:");
    }

    @Test
    void shouldTellThatThereIsNoSeason() throws IOException {
        List<String> lines = new ArrayList<>(List.of("time,value"));
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            lines.add((1_600_000_000L + 60 * i) + "," + random.nextGaussian());
        }
        Path noise = Files.write(folder.resolve("noise.csv"), lines);
        Ran ran = run("backtest", "--topology", topology.toString(), "--input", noise.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Season: none found");
        assertThat(ran.result("season")).isZero();
    }

    /** The core has a memory of its own for those who build it without a topology file. */
    @Test
    void shouldRememberAsMuchByDefaultAsTheCoreDoes() {
        ForecasterSpec spec = Wiring.forecaster(TopologyConfig.load(null, Map.of("name", "a")));
        assertThat(spec.memory()).isEqualTo(ForecasterSpec.USUAL_MEMORY);
    }
}
