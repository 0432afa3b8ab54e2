package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HorizonStackTest {

    private static final HorizonGroups HORIZONS = new HorizonGroups(new int[] {1, 2, 4});
    private static final int ROWS = 20_000;
    /** The first guess counts as 3,333 rows beside the 8,600 that so many are after forgetting. */
    private static final double ERROR = .06;

    private final HorizonStack.Scratch scratch = new HorizonStack.Scratch();

    @Test
    void shouldStartAsTheReadout() {
        var stack = new HorizonStack(HORIZONS);
        assertThat(stack.forecast(1, 5, 9, -3, 2, scratch)).isCloseTo(5, within(1e-6));
    }

    @Test
    void shouldSayWhatTheReadoutSaysWhileNothingHasMoved() {
        var stack = new HorizonStack(HORIZONS);
        learn(stack, 1, 0, 100, 5, 9, -3, 0);
        assertThat(stack.forecast(1, 5, 9, -3, 0, scratch)).isEqualTo(5);
    }

    @Test
    void shouldFindTheSharesOfTheForecastsForEachHorizonByItself() {
        var random = new Random(11);
        var stack = new HorizonStack(HORIZONS);
        for (int n = 0; n < ROWS; n++) {
            double readout = 3 * random.nextGaussian();
            double seasonal = 3 * random.nextGaussian();
            double usual = 3 * random.nextGaussian();
            double noise = .1 * random.nextGaussian();
            double mixed = .6 * readout + .3 * seasonal + .1 * usual;
            learn(stack, 1, n, mixed + noise, readout, seasonal, usual, 3);
            learn(stack, 2, n, usual + noise, readout, seasonal, usual, 3);
        }
        assertThat(stack.forecast(1, 1, 0, 0, 3, scratch)).isCloseTo(.6, within(ERROR));
        assertThat(stack.forecast(1, 0, 1, 0, 3, scratch)).isCloseTo(.3, within(ERROR));
        assertThat(stack.forecast(2, 0, 0, 1, 3, scratch)).isCloseTo(1, within(ERROR));
    }

    @Test
    void shouldSayTheSameOfAScaledSeries() {
        var stack = new HorizonStack(HORIZONS);
        var scaled = new HorizonStack(HORIZONS);
        var random = new Random(12);
        double factor = 1024;
        for (int n = 0; n < 500; n++) {
            double readout = random.nextGaussian();
            double seasonal = random.nextGaussian();
            double change = seasonal + readout;
            learn(stack, 1, n, change, readout, seasonal, 0, 1);
            learn(scaled, 1, n, factor * change, factor * readout, factor * seasonal, 0, factor);
        }
        assertThat(scaled.forecast(1, factor, 2 * factor, 0, factor, scratch))
                .isEqualTo(factor * stack.forecast(1, 1, 2, 0, 1, scratch));
    }

    private void learn(
            HorizonStack stack,
            int j,
            long n,
            double change,
            double readout,
            double seasonal,
            double usual,
            double unit) {
        stack.forecast(j, readout, seasonal, usual, unit, scratch);
        stack.learn(j, Pace.EVERY * n, change, unit, scratch);
    }
}
