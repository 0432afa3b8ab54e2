package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.bench.Finding.Excluded;
import io.streamgauge.app.bench.Finding.Measured;
import io.streamgauge.app.bench.Finding.Remark;
import io.streamgauge.app.bench.Finding.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private static final Measured OURS = new Measured("step.gru.64x1", "ours", 520, 1, 0, 0);
    private static final Measured FAST = new Measured("step.gru.64x1", "onnxruntime", 4374.4, 8.4, 64, 3e-8);
    private static final Measured SLOW = new Measured("step.gru.64x1", "djl", 27_500, 52.9, 4000, 5e-8);

    @Test
    void shouldSetOneRowPerCaseWithTheBestPeersRatio() {
        List<String> lines = new BenchReport(List.of(OURS, FAST, SLOW)).lines();

        assertThat(lines.subList(0, 2))
                .containsExactly(
                        "case             ours  onnxruntime      djl  best peer ÷ ours  ours B/op  max difference",
                        "step.gru.64x1  520 ns     4,374 ns  27.5 µs               8.4          0         5.0e-08");
    }

    @Test
    void shouldGiveEveryFigureAResultLine() {
        assertThat(results(OURS, FAST, SLOW))
                .containsExactly(
                        "RESULT step.gru.64x1.ours 520 ns",
                        "RESULT step.gru.64x1.onnxruntime 4374 ns",
                        "RESULT step.gru.64x1.djl 27500 ns",
                        "RESULT ratio.step.gru.64x1.onnxruntime 8.40 x",
                        "RESULT ratio.step.gru.64x1.djl 52.90 x",
                        "RESULT ratio.step.gru.64x1 8.40 x",
                        "RESULT difference.step.gru.64x1 5.0e-08 abs",
                        "RESULT alloc.step.gru.64x1 0 B/op");
    }

    @Test
    void shouldGiveTrainingInMillisecondsAndTheGainOfMoreThreads() {
        assertThat(results(
                        new Measured("train.gru", "ours", 1_670_000, 1, 0, 0),
                        new Measured("train.gru", "ours.threads2", 928_000, .555, 0, 0),
                        new Measured("train.gru", "djl", 11_900_000, 7.1, 900, 1e-7)))
                .contains(
                        "RESULT train.gru.ours 1.670 ms",
                        "RESULT train.gru.djl 11.900 ms",
                        "RESULT ratio.train.gru 7.10 x",
                        "RESULT scaling.train.gru.threads2 1.80 x",
                        "RESULT difference.train.gru.threads2 0.0e+00 abs");
    }

    @Test
    void shouldKeepOursOfTheFirstProcessAndEachPeersRatioToOursBesideIt() {
        Measured besideAnother = new Measured("step.gru.64x1", "ours", 700, 1, 0, 0);

        assertThat(results(OURS, FAST, besideAnother, SLOW))
                .contains("RESULT step.gru.64x1.ours 520 ns", "RESULT ratio.step.gru.64x1.djl 52.90 x")
                .doesNotContain("RESULT step.gru.64x1.ours 700 ns");
    }

    @Test
    void shouldShowOursAloneWithoutARatio() {
        List<String> lines = new BenchReport(List.of(OURS)).lines();

        assertThat(lines)
                .containsExactly(
                        "case             ours  best peer ÷ ours  ours B/op  max difference",
                        "step.gru.64x1  520 ns                 -          0               -",
                        "RESULT step.gru.64x1.ours 520 ns",
                        "RESULT alloc.step.gru.64x1 0 B/op");
    }

    @Test
    void shouldTellWhoIsLeftOutAndWhatHasToBeKnownOnce() {
        Remark remark = new Remark("dl4j", "keeps its state");

        assertThat(new BenchReport(List.of(OURS, new Excluded("step.gru.64x1", "djl", "no library"), remark, remark))
                        .lines())
                .contains("left out: djl: no library (step.gru.64x1)")
                .containsOnlyOnce("note: dl4j: keeps its state");
    }

    @Test
    void shouldBeginWithTheMachineOfAllProcessesOnce() {
        Setting kernel = new Setting("Kernel: simd");

        assertThat(new BenchReport(List.of(kernel, OURS, kernel)).lines())
                .startsWith("Kernel: simd")
                .containsOnlyOnce("Kernel: simd");
    }

    private static List<String> results(Finding... findings) {
        return new BenchReport(List.of(findings))
                .lines().stream().filter(line -> line.startsWith("RESULT")).toList();
    }
}
