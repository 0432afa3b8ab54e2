package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code backtest}: its files, its figures, and what it says of a mistake. */
class BacktestCommandTest {

    private static final int ROWS = 300;

    @TempDir
    Path folder;

    private Path topology = Path.of("");
    private Path wide = Path.of("");

    @BeforeEach
    void writeInput() throws IOException {
        topology = Files.writeString(folder.resolve("wide.yaml"), """
                name: wide
                horizons: 1..3
                season: 24
                network:
                  hidden: 6
                windows:
                  steps: 6
                  stride: 2
                trainer:
                  margin: 0.9
                """);
        List<String> lines = new ArrayList<>(List.of("date,b,a"));
        for (int i = 0; i < ROWS; i++) {
            double wave = StrictMath.sin(2 * Math.PI * i / 24);
            lines.add(String.format(
                    Locale.ROOT, "1990/1/%d %d:00,%.3f,%.3f", 1 + i / 24, i % 24, 5 + wave, 1e6 + 1e5 * wave));
        }
        wide = Files.write(folder.resolve("wide.csv"), lines);
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

    private Ran run(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("backtest", "--topology", topology.toString(), "--lockstep", "64", "--melt"));
        arguments.addAll(List.of(more));
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Streamgauge.run(arguments.toArray(String[]::new));
            return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
        }
    }

    @Test
    void shouldWriteARowPerEventAndHorizonInTheOrderOfTheInput() throws IOException {
        Path forecasts = folder.resolve("forecasts.csv");
        Path scores = folder.resolve("scores.csv");
        Ran ran = run("--input", wide.toString(), "--forecasts", forecasts.toString(), "--scores", scores.toString());
        assertThat(ran.code()).as(ran.err()).isZero();

        List<String> rows = Files.readAllLines(forecasts);
        assertThat(rows).hasSize(1 + 2 * 3 * ROWS);
        assertThat(rows.get(0)).isEqualTo("key,time,target_time,horizon,yhat,yhat_median,yhat_lower,yhat_upper");
        assertThat(rows.get(1)).startsWith("b,1990/1/1 0:00,,1,5.0,");
        assertThat(rows.get(4)).startsWith("a,1990/1/1 0:00,,1,1000000.0,");
        assertThat(rows.get(7 + 2)).startsWith("b,1990/1/1 1:00,1990/1/1 4:00,3,");
        assertThat(Files.readAllLines(scores))
                .hasSize(1 + 2 * ROWS)
                .startsWith("key,time,value,anomaly_score,alert_score,anomaly_grade,status")
                .element(3)
                .asString()
                .startsWith("b,1990/1/1 1:00,5.259,0.0,0.0,0.0,WARMING_UP");
    }

    @Test
    void shouldTellItsFigures() {
        Ran ran = run("--input", wide.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.result("events")).isEqualTo(2 * ROWS);
        assertThat(ran.result("forecasts")).isEqualTo(2 * ROWS);
        assertThat(ran.result("versions")).isPositive();
        assertThat(ran.result("mae.mix")).isPositive().isLessThan(ran.result("mae.persistence"));
        assertThat(List.of("mse", "mae", "mae.network", "coverage.90", "us_per_event", "bytes_per_key"))
                .allSatisfy(name -> assertThat(ran.result(name)).isPositive());
        assertThat(ran.out()).contains("steps ahead", "\nkey");
    }

    @Test
    void shouldWriteTheSameBytesAgainAndOthersForAnotherSeed() throws IOException {
        List<byte[]> first = outputs("first", "1");
        assertThat(outputs("again", "1")).usingRecursiveComparison().isEqualTo(first);
        assertThat(outputs("other", "2").get(0)).isNotEqualTo(first.get(0));
    }

    private List<byte[]> outputs(String name, String seed) throws IOException {
        List<byte[]> outputs = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of("--input", wide.toString(), "--set", "seed=" + seed));
        List<Path> files = new ArrayList<>();
        for (String option : List.of("--forecasts", "--scores", "--report")) {
            Path file = folder.resolve(name + option);
            files.add(file);
            arguments.addAll(List.of(option, file.toString()));
        }
        Ran ran = run(arguments.toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isZero();
        for (Path file : files) {
            outputs.add(Files.readAllBytes(file));
        }
        return outputs;
    }

    @Test
    void shouldReportRefusedRowsAndGoOn() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(wide));
        lines.add(100, lines.get(90));
        lines.add(101, lines.get(99));
        lines.add(200, "1990/1/9 7:30,n/a,1e31");
        Path bad = Files.write(folder.resolve("bad.csv"), lines);
        Ran ran = run("--input", bad.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.result("dead_letters")).isEqualTo(5);
        assertThat(ran.out())
                .contains(
                        "refused as late: 2 events",
                        "refused as duplicate: 2 events",
                        "refused as out_of_range: 1 events",
                        "left out as empty or not numeric: 1 cells");
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() {
        String none = folder.resolve("none").resolve("out").toString();
        assertMistake(run(), "--input is missing, expected a CSV file");
        assertMistake(
                run("--input", wide.toString(), "--events", "-1"),
                "--events is -1 and --lockstep 64, expected 0 or more and 1 or more events");
        for (String option : List.of("--forecasts", "--scores", "--report")) {
            assertMistake(
                    run("--input", wide.toString(), option, none),
                    none + ": cannot be written, expected a file in a folder that exists");
        }
    }

    private static void assertMistake(Ran ran, String told) {
        assertThat(ran.err().lines()).containsExactly("streamgauge: " + told);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }
}
