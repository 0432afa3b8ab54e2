package io.streamgauge.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.nn.CellKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientProgramsTest {
    private static final int SEED = ProgramSettings.DEFAULT_SEED;

    private static double[] norms(CellKind cell, double radius) {
        return GradientFlow.norms(cell, radius, VanishingGradients.REMEMBERING_BIAS, SEED);
    }

    @Test
    void shouldLoseTheGradientWithEveryStepAtASmallRadius() {
        double[] norms = norms(CellKind.RNN_TANH, 0.5);
        for (int lag = 1; lag < norms.length; lag++) {
            assertThat(norms[lag]).as("lag %d", lag).isLessThan(norms[lag - 1]);
        }
        // |1 − h'²| ≤ 1, so a step leaves at most the radius of it; the orthogonal matrix leaves that, up to rounding.
        assertThat(norms[50]).isPositive().isLessThanOrEqualTo(StrictMath.pow(0.5, 50) * 1.001);
    }

    @Test
    void shouldGrowTheGradientAtALargeRadius() {
        double[] norms = norms(CellKind.RNN_TANH, 1.5);
        assertThat(norms[0]).isEqualTo(1);
        assertThat(norms[50]).isGreaterThan(10);
        assertThat(norms[100]).isGreaterThan(10 * norms[50]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9})
    void shouldKeepMoreOfTheGradientBehindAForgetGate(double radius) {
        assertThat(norms(CellKind.LSTM, radius)[50]).isGreaterThan(norms(CellKind.RNN_TANH, radius)[50]);
    }

    @Test
    void shouldShowEveryCellAtEveryRadius() {
        Outcome outcome = new VanishingGradients().run(new ProgramSettings(SEED, 1, 1), Console.SILENT);
        assertThat(outcome.figures()).hasSize(3 * 5);
        assertThat(outcome.charts()).hasSize(1 + 3);
        assertThat(outcome.figure("norm.lag50.rnn.0.5")).isEqualTo(norms(CellKind.RNN_TANH, 0.5)[50]);
    }

    @Test
    void shouldStayFiniteByClippingWhereItExplodesWithout() {
        Outcome outcome = new Clipping().run(new ProgramSettings(SEED, 300, 1), Console.SILENT);
        assertThat(outcome.figure("updates.clipped")).isEqualTo(300);
        assertThat(outcome.figure("updates.free")).isLessThan(10);
        assertThat(outcome.figure("loss.clipped.last")).isLessThan(outcome.figure("loss.first") / 50);
        assertThat(outcome.figure("update_norm.free.largest")).isGreaterThan(1);
        assertThat(outcome.figure("clipped_share")).isBetween(0.01, 0.99);
    }

    @Test
    void shouldMoveByNoMoreThanTheBoundAllows() {
        Outcome outcome = new Clipping().run(new ProgramSettings(SEED, 20, 1), Console.SILENT);
        // Rate 0.01 times norm 1; the parameters are floats, each step rounded by up to 6e-8 of a weight.
        assertThat(outcome.figure("update_norm.clipped.largest")).isBetween(0.0099, 0.010001);
    }
}
