package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Dropout;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.GradientTrace;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches that are cut into shards. A wait for another thread is given up long after any machine would have answered. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadedBpttTest {
    private static final NetworkSpec SPEC =
            new NetworkSpec(CellKind.GRU, 1, 3, 2, 2, List.of(new Embedding(4, 2)), Activation.IDENTITY);
    private static final Parameters PARAMETERS = RandomNetworks.parameters(SPEC, 1);
    private static final Dropout DROPOUT = new Dropout(0.3, 4);
    /** Share of the gradient's norm that sums of floats in another order may differ by. */
    private static final double ORDER_TOLERANCE = 1e-6;

    @ParameterizedTest
    @CsvSource({"1, 2", "16, 2", "17, 2", "32, 2", "40, 2", "200, 2", "1, 3", "17, 3", "40, 3", "200, 3"})
    void shouldGiveTheSameBytesOnManyThreadsAsOnOne(int batch, int threads) {
        List<Window> windows = windows(batch);
        float[] alone = new float[PARAMETERS.size()];
        float[] shared = new float[PARAMETERS.size()];
        try (var one = new TruncatedBptt(SPEC, new Huber(1));
                var many = new TruncatedBptt(SPEC, new Huber(1), threads)) {
            for (int round = 0; round < 2; round++) {
                double expected = one.accumulate(PARAMETERS.toArray(), windows, DROPOUT, null, alone);
                assertThat(many.accumulate(PARAMETERS.toArray(), windows, DROPOUT, null, shared))
                        .isEqualTo(expected);
                assertThat(shared).containsExactly(alone);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16", "17", "40", "200"})
    void shouldWeighEveryWindowByItsTargetsHoweverTheBatchIsCut(int batch) {
        List<Window> windows = windows(batch);
        double weight = windows.stream().mapToDouble(w -> Loss.weight(w, 0)).sum();
        double[] expected = new double[PARAMETERS.size()];
        double expectedLoss = 0;
        var bptt = new TruncatedBptt(SPEC, new Huber(1));
        float[] gradient = new float[PARAMETERS.size()];
        for (Window window : windows) {
            double share = Loss.weight(window, 0) / weight;
            expectedLoss += share * bptt.accumulate(PARAMETERS.toArray(), List.of(window), gradient);
            for (int i = 0; i < gradient.length; i++) {
                expected[i] += share * gradient[i];
            }
        }
        double loss = bptt.accumulate(PARAMETERS.toArray(), windows, gradient);
        assertThat(loss).isCloseTo(expectedLoss, within(1e-12));
        assertThat(bptt.loss(PARAMETERS, windows, 0)).isCloseTo(expectedLoss, within(1e-12));
        double norm =
                Math.sqrt(Arrays.stream(expected).map(value -> value * value).sum());
        for (int i = 0; i < gradient.length; i++) {
            assertThat((double) gradient[i]).isCloseTo(expected[i], within(ORDER_TOLERANCE * norm));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 39", "3, 20"})
    void shouldThrowWhatIsWrongWithOneWindowAndStayUsable(int threads, int place) {
        var loss = new CrossEntropy(2);
        List<Window> windows = new ArrayList<>();
        for (int b = 0; b < 40; b++) {
            Window window = RandomNetworks.window(SPEC, 1, 2, 10 + b);
            windows.add(classed(window, 1));
        }
        List<Window> spoilt = new ArrayList<>(windows);
        spoilt.set(place, classed(windows.get(place), 7));
        float[] expected = new float[PARAMETERS.size()];
        float[] gradient = new float[PARAMETERS.size()];
        double expectedLoss = new TruncatedBptt(SPEC, loss).accumulate(PARAMETERS.toArray(), windows, expected);
        try (var bptt = new TruncatedBptt(SPEC, loss, threads)) {
            for (int round = 0; round < 2; round++) {
                assertThatThrownBy(() -> bptt.accumulate(PARAMETERS.toArray(), spoilt, gradient))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("target is 7.0, loss expects a whole number from 0 to 1");
                assertThat(bptt.accumulate(PARAMETERS.toArray(), windows, gradient))
                        .isEqualTo(expectedLoss);
                assertThat(gradient).containsExactly(expected);
            }
        }
    }

    private static Window classed(Window window, float target) {
        return new Window(
                window.steps(),
                window.features(),
                1,
                window.inputs(),
                filled(window.steps(), target),
                filled(window.steps(), 1),
                window.initialState());
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void shouldEndItsThreadsWhereItIsClosed() throws InterruptedException {
        List<Thread> before = shardThreads();
        var bptt = new TruncatedBptt(SPEC, new Huber(1), 3);
        List<Thread> own = shardThreads();
        own.removeAll(before);
        assertThat(own).hasSize(2);
        bptt.close();
        for (Thread thread : own) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static List<Thread> shardThreads() {
        return new ArrayList<>(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("shards-"))
                .toList());
    }

    @Test
    void shouldTraceABatchOfSeveralShards() {
        float[] traced = new float[PARAMETERS.size()];
        float[] plain = new float[PARAMETERS.size()];
        var trace = new GradientTrace();
        var bptt = new TruncatedBptt(SPEC, new Huber(1));
        bptt.accumulate(PARAMETERS.toArray(), windows(17), Dropout.NONE, trace, traced);
        assertThat(trace.steps()).isEqualTo(4);
        assertThat(trace.norm(1, 3)).isPositive();
        bptt.accumulate(PARAMETERS.toArray(), windows(17), plain);
        assertThat(traced).containsExactly(plain, within(1e-6f));
    }

    @Test
    void shouldGiveNoLossForAnEmptyBatch() {
        float[] gradient = filled(PARAMETERS.size(), 3);
        var bptt = new TruncatedBptt(SPEC, new Huber(1), 2);
        assertThat(bptt.accumulate(PARAMETERS.toArray(), List.of(), gradient)).isZero();
        assertThat(gradient).containsOnly(0);
        assertThat(bptt.loss(PARAMETERS, List.of(), 0)).isZero();
        bptt.close();
    }

    @Test
    void shouldNameBothNumbersWhereTargetsDoNotFit() {
        assertThatThrownBy(() -> new TruncatedBptt(SPEC, new CrossEntropy(3)))
                .hasMessage("network has 2 outputs, CrossEntropy[classes=3] expects 3 for each target");
        var bptt = new TruncatedBptt(SPEC, new CrossEntropy(2));
        List<Window> windows = windows(1);
        String message = "window has 2 targets per step, network expects 1";
        assertThatThrownBy(() -> bptt.loss(PARAMETERS, windows, 0)).hasMessage(message);
        assertThatThrownBy(() -> bptt.accumulate(PARAMETERS.toArray(), windows, new float[PARAMETERS.size()]))
                .hasMessage(message);
    }

    private static List<Window> windows(int count) {
        List<Window> windows = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            windows.add(RandomNetworks.window(SPEC, 1 + b % 4, 100 + b));
        }
        return windows;
    }
}
