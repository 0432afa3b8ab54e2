package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task that only memory solves: the target is the input of two steps before. */
class DelayedEchoTest {
    private static final int STEPS = 12;
    private static final int DELAY = 2;
    /** Mean square of targets uniform in ±1: the loss of whoever answers 0. */
    private static final double GUESSING = 1.0 / 3;

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldLearnToRememberTheInputOfTwoStepsBefore(CellKind kind) {
        assertThat(lossAfterTraining(kind, false)).isLessThan(0.2 * GUESSING);
    }

    @Test
    void shouldNotLearnItWhereTheStateIsClearedAtEveryStep() {
        assertThat(lossAfterTraining(CellKind.GRU, true)).isGreaterThan(0.8 * GUESSING);
    }

    private static double lossAfterTraining(CellKind kind, boolean forgetful) {
        var spec = new NetworkSpec(kind, 1, 12, 1, 1);
        float[] parameters = Initializer.initialize(spec, 17).toArray();
        float[] gradient = new float[parameters.length];
        var bptt = new TruncatedBptt(spec, new MeanSquaredError());
        var adam = new Adam(parameters.length, AdamSettings.withLearningRate(1e-2));
        var clipper = new GlobalNormClipper(1);
        var random = new Random(18);
        for (int update = 0; update < 400; update++) {
            bptt.accumulate(parameters, batch(spec, random, forgetful), gradient);
            clipper.clip(gradient);
            adam.step(parameters, gradient);
        }
        return bptt.loss(Parameters.of(spec.layout(), parameters), batch(spec, new Random(19), forgetful), 0);
    }

    private static List<Window> batch(NetworkSpec spec, Random random, boolean forgetful) {
        List<Window> windows = new ArrayList<>();
        for (int b = 0; b < 16; b++) {
            float[] inputs = RandomNetworks.uniform(STEPS, 1, random);
            float[] targets = new float[STEPS];
            float[] mask = new float[STEPS];
            for (int t = DELAY; t < STEPS; t++) {
                targets[t] = inputs[t - DELAY];
                mask[t] = 1;
            }
            int length = forgetful ? 1 : STEPS;
            for (int from = 0; from < STEPS; from += length) {
                windows.add(new Window(
                        length,
                        1,
                        1,
                        Arrays.copyOfRange(inputs, from, from + length),
                        Arrays.copyOfRange(targets, from, from + length),
                        Arrays.copyOfRange(mask, from, from + length),
                        new float[spec.stateSize()]));
            }
        }
        return windows;
    }
}
