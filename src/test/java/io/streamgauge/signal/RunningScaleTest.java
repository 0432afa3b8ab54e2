package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningScaleTest {

    @Test
    void shouldFollowItsEquations() {
        var random = new Random(1);
        var scale = new RunningScale();
        double y = 3;
        scale.update(y);
        double rho = 0;
        double m = y;
        double slow = y;
        for (int n = 2; n <= 1_000; n++) {
            // Every 50th move is far beyond the clip.
            double next = y + random.nextGaussian() * (n % 50 == 0 ? 100 : 1);
            double change = Math.abs(next - y);
            double clipped = n > 9 ? Math.min(change, 6 * rho) : change;
            rho += Math.max(.005, 1.0 / (n - 1)) * (clipped - rho);
            m += Math.max(.02, 1.0 / n) * (next - m);
            slow += Math.max(.002, 1.0 / n) * (next - slow);
            scale.update(next);
            assertThat(scale.usualStep()).isEqualTo(rho);
            assertThat(scale.mean()).isEqualTo(m);
            assertThat(scale.slowMean()).isEqualTo(slow);
            assertThat(scale.lastChange()).isEqualTo(next - y);
            assertThat(scale.last()).isEqualTo(next);
            y = next;
        }
    }

    @Test
    void shouldBeTheMeanMoveAtFirst() {
        var scale = new RunningScale();
        for (double y : new double[] {0, 1, -1, 2}) {
            scale.update(y);
        }
        assertThat(scale.usualStep()).isCloseTo(2, within(1e-12));
    }

    @Test
    void shouldHardlyWidenOnOneWildValue() {
        var random = new Random(2);
        var scale = new RunningScale();
        for (int n = 0; n < 1_000; n++) {
            scale.update(random.nextGaussian());
        }
        double before = scale.usualStep();
        scale.update(1e12);
        assertThat(scale.usualStep()).isBetween(before, before * (1 + .005 * 5 + 1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, -7, 1e30})
    void shouldHaveAPositiveStepWhereTheSeriesNeverMoves(double level) {
        var scale = new RunningScale();
        for (int n = 0; n < 100; n++) {
            scale.update(level);
        }
        assertThat(scale.usualStep()).isPositive().isFinite();
        assertThat(scale.lastChange()).isZero();
        assertThat(scale.mean()).isEqualTo(level);
    }

    @Test
    void shouldKeepItsStepWhereTheSeriesMostlyRests() {
        var scale = new RunningScale();
        for (int n = 0; n < 100_000; n++) {
            scale.update(n % 50 == 0 ? 1 : 0);
        }
        assertThat(scale.usualStep()).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0x1p-100, 0x1p-20, 0x1p20, 0x1p90})
    void shouldScaleWithItsInput(double factor) {
        var random = new Random(3);
        var scale = new RunningScale();
        var scaled = new RunningScale();
        for (int n = 0; n < 500; n++) {
            double y = random.nextGaussian();
            scale.update(y);
            scaled.update(factor * y);
        }
        // A power of two scales every sum exactly.
        assertThat(scaled.usualStep()).isEqualTo(factor * scale.usualStep());
        assertThat(scaled.mean()).isEqualTo(factor * scale.mean());
        assertThat(scaled.slowMean()).isEqualTo(factor * scale.slowMean());
    }
}
