package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code pretrain}, and what {@code backtest} makes of its file. */
class PretrainCommandTest {

    private static final int ROWS = 300;

    @TempDir
    Path folder;

    private String topology = "";
    private String input = "";

    @BeforeEach
    void writeInput() throws IOException {
        topology = Files.writeString(folder.resolve("t.yaml"), """
                        name: t
                        horizons: 1
                        network:
                          hidden: 4
                        windows:
                          steps: 6
                          stride: 2
                        """).toString();
        List<String> lines = new ArrayList<>(List.of("time,value"));
        Random random = new Random(3);
        double change = 0;
        double value = 100;
        for (int i = 0; i < ROWS; i++) {
            change = -.8 * change + random.nextGaussian();
            value += change;
            lines.add(String.format(Locale.ROOT, "%d,%.3f", 1_600_000_000L + 60 * i, value));
        }
        input = Files.write(folder.resolve("a.csv"), lines).toString();
    }

    private int pretrain(Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "pretrain", "--topology", topology, "--input", input, "--output", output.toString(), "--part", "80"));
        arguments.addAll(Arrays.asList(more));
        return Streamgauge.run(arguments.toArray(String[]::new));
    }

    private int early(Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "backtest", "--topology", topology, "--input", input, "--early", output.toString(), "--no-training"));
        arguments.addAll(Arrays.asList(more));
        return Streamgauge.run(arguments.toArray(String[]::new));
    }

    @Test
    void shouldWriteTheSameWeightsAgain() throws IOException {
        Path first = folder.resolve("first");
        Path again = folder.resolve("again");
        assertThat(pretrain(first)).isZero();
        assertThat(pretrain(again)).isZero();
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void shouldForecastAKeysFirstValuesBetterWithWhatWasLearned() throws IOException {
        Path weights = folder.resolve("weights");
        Path alone = folder.resolve("alone.csv");
        Path learned = folder.resolve("learned.csv");
        assertThat(pretrain(weights)).isZero();
        assertThat(early(alone)).isZero();
        assertThat(early(learned, "--model", weights.toString())).isZero();
        assertThat(median(learned)).isLessThan(median(alone));
    }

    private static double median(Path early) throws IOException {
        List<String> lines = Files.readAllLines(early);
        assertThat(lines.get(0)).isEqualTo("key,persistence,seasonal_naive,readout,network,stack,mean,median");
        assertThat(lines).hasSize(2);
        return Double.parseDouble(lines.get(1).split(",")[7]);
    }

    @Test
    void shouldRefuseWeightsOfAnotherNetwork() {
        Path weights = folder.resolve("weights");
        assertThat(pretrain(weights, "--passes", "1", "--set", "network.hidden=5"))
                .isZero();
        assertThat(early(folder.resolve("out.csv"), "--model", weights.toString()))
                .isEqualTo(Streamgauge.USER_ERROR);
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        assertThat(pretrain(folder.resolve("none").resolve("out"))).isEqualTo(Streamgauge.USER_ERROR);
        assertThat(pretrain(folder.resolve("out"), "--passes", "0")).isEqualTo(Streamgauge.USER_ERROR);
    }
}
