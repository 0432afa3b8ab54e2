package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.RandomNetworks;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamTest {
    /** A hundred float steps of 1e-2 on parameters of order 1. */
    private static final double TOLERANCE = 2e-6;

    private static final AdamSettings SETTINGS = AdamSettings.withLearningRate(1e-2);

    @Test
    void shouldFollowTheRecurrenceInDoublePrecision() {
        int size = 13;
        var random = new Random(1);
        float[] parameters = RandomNetworks.uniform(size, 1, random);
        double[] expected = RandomNetworks.toDoubles(parameters);
        double[] m = new double[size];
        double[] v = new double[size];
        var adam = new Adam(size, SETTINGS);
        for (int t = 1; t <= 100; t++) {
            float[] gradient = RandomNetworks.uniform(size, t % 10 == 0 ? 20 : 0.1f, random);
            gradient[3] = 1e-9f * gradient[3];
            adam.step(parameters, gradient);
            for (int i = 0; i < size; i++) {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                double mHat = m[i] / (1 - Math.pow(0.9, t));
                double vHat = v[i] / (1 - Math.pow(0.999, t));
                expected[i] -= 1e-2 * mHat / (Math.sqrt(vHat) + 1e-8);
            }
        }
        for (int i = 0; i < size; i++) {
            assertThat((double) parameters[i]).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    @Test
    void shouldMoveByTheLearningRateInTheFirstStep() {
        float[] parameters = {0, 0};
        new Adam(2, SETTINGS).step(parameters, new float[] {123, -0.001f});
        assertThat(parameters[0]).isCloseTo(-0.01f, within(1e-7f));
        assertThat(parameters[1]).isCloseTo(0.01f, within(1e-6f));
    }

    @Test
    void shouldGoOnToTheSameBitFromARestoredState() {
        var random = new Random(2);
        var whole = new Adam(5, SETTINGS);
        float[] parameters = RandomNetworks.uniform(5, 1, random);
        for (int t = 0; t < 7; t++) {
            whole.step(parameters, RandomNetworks.uniform(5, 1, random));
        }
        AdamState state = whole.state();
        float[] resumed = parameters.clone();
        var restored = new Adam(5, SETTINGS);
        restored.restore(state);
        for (int t = 0; t < 7; t++) {
            float[] gradient = RandomNetworks.uniform(5, 1, random);
            whole.step(parameters, gradient);
            restored.step(resumed, gradient);
        }
        assertThat(resumed).containsExactly(parameters);
        assertThat(restored.state()).isEqualTo(whole.state()).isNotEqualTo(state);
    }

    @Test
    void shouldRejectWhatDoesNotFit() {
        assertThatThrownBy(() -> new Adam(5, SETTINGS).step(new float[5], new float[4]))
                .hasMessage("gradient has 4 values, optimizer expects 5");
        assertThatThrownBy(() -> new AdamSettings(1e-3, 1, 0.999, 1e-8))
                .hasMessage("beta1 is 1.0, must be at least 0 and below 1");
    }
}
