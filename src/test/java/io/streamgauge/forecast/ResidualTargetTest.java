package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A network that is asked for the rest alone learns what the readout leaves of the next change, and adds to it. */
class ResidualTargetTest {

    private static final int VALUES = 400;
    /** A window's labels are floats of differences of doubles in units of the usual step. */
    private static final float ROUNDING = 1e-4f;

    private static final double[] Y = series();

    /** Every step takes half of the last one back: what a readout foresees from its first values on. */
    private static double[] series() {
        Random random = new Random(3);
        double[] y = new double[VALUES];
        double step = 0;
        for (int t = 1; t < VALUES; t++) {
            step = random.nextGaussian() - .5 * step;
            y[t] = y[t - 1] + step;
        }
        return y;
    }

    private static ForecasterSpec spec(TargetKind target) {
        ForecasterSpec usual = Runs.spec(CellKind.GRU, 1);
        return new ForecasterSpec(
                usual.inputs(),
                usual.horizons(),
                usual.cell(),
                usual.hiddenSize(),
                usual.layers(),
                usual.windowSteps(),
                usual.windowStride(),
                usual.bandLevels(),
                usual.bounds(),
                usual.head(),
                target);
    }

    private static List<Forecast> run(TargetKind target) {
        ForecasterSpec spec = spec(target);
        return Runs.run(spec, Runs.untrained(spec), new SeriesState(spec), Y);
    }

    @Test
    void shouldForecastWhatTheReadoutDoesWhileItHasLearnedNothing() {
        List<Forecast> forecasts = run(TargetKind.RESIDUAL);
        int unlike = 0;
        for (Forecast forecast : forecasts.subList(1, VALUES)) {
            double[] experts = forecast.first().previousByExpert;
            assertThat(experts[Expert.NETWORK.ordinal()]).isEqualTo(experts[Expert.READOUT.ordinal()]);
            unlike += experts[Expert.READOUT.ordinal()] != experts[Expert.PERSISTENCE.ordinal()] ? 1 : 0;
        }
        assertThat(unlike).as("forecasts of a readout that has learned").isGreaterThan(VALUES / 2);
    }

    @Test
    void shouldLabelWindowsWithWhatTheReadoutLeaves() {
        List<Forecast> rests = run(TargetKind.RESIDUAL);
        List<Forecast> changes = run(TargetKind.CHANGE);
        int horizons = spec(TargetKind.CHANGE).horizons().size();
        int windows = 0;
        double sum = 0;
        for (int t = 0; t < VALUES; t++) {
            Window rest = rests.get(t).window;
            Window change = changes.get(t).window;
            if (rest == null || change == null) {
                assertThat(rest).isEqualTo(change);
                continue;
            }
            windows++;
            for (int step = 0; step < rest.steps(); step++) {
                int origin = t - 5 - rest.steps() + 1 + step;
                double foreseen =
                        changes.get(origin + 1).first().previousByExpert[Expert.READOUT.ordinal()] - Y[origin];
                double unit = changes.get(origin).first().usualStep;
                int label = step * horizons;
                assertThat(rest.targets()[label])
                        .isCloseTo((float) (change.targets()[label] - foreseen / unit), within(ROUNDING));
                assertThat(rest.targets()[label + 1]).isEqualTo(change.targets()[label + 1]);
                sum += Math.abs(foreseen / unit);
            }
        }
        assertThat(windows).isGreaterThan(100);
        assertThat(sum / windows).as("what was foreseen in a window's steps").isPositive();
    }
}
