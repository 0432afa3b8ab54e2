package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformalBandTest {
    private static final int VALUES = 20_000;
    private static final int WARM_UP = 500;

    /** Four deviations of the share of independent hits at 90 %, and as much again for the steps of the quantiles. */
    private static final double SHARE = .01;

    @ParameterizedTest
    @ValueSource(doubles = {.2, .5, .8, .9, .95, .99})
    void shouldCoverWhatIsAskedFor(double level) {
        var random = new Random(4);
        assertThat(coverage(level, 1, n -> random.nextGaussian())).isCloseTo(level, within(SHARE));
    }

    @Test
    void shouldCoverHeavyTails() {
        var random = new Random(2);
        // Student's t with 3 degrees of freedom.
        assertThat(coverage(.9, 1, n -> {
                    double chi = 0;
                    for (int i = 0; i < 3; i++) {
                        double z = random.nextGaussian();
                        chi += z * z;
                    }
                    return random.nextGaussian() / Math.sqrt(chi / 3);
                }))
                .isCloseTo(.9, within(SHARE));
    }

    @Test
    void shouldCoverNoiseWhoseVarianceChanges() {
        var random = new Random(3);
        assertThat(coverage(.9, 1, n -> random.nextGaussian() * (n / 300 % 2 == 0 ? 1 : 10)))
                .isCloseTo(.9, within(SHARE));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 24})
    void shouldCoverARandomWalkSeveralStepsAhead(int horizon) {
        var random = new Random(horizon);
        double[] walk = new double[VALUES];
        for (int n = 1; n < VALUES; n++) {
            walk[n] = walk[n - 1] + random.nextGaussian();
        }
        // The misses of neighbours overlap: there are only so many independent ones.
        double share = SHARE * Math.sqrt(horizon);
        assertThat(coverage(.9, horizon, n -> n < horizon ? 0 : walk[n] - walk[n - horizon]))
                .isCloseTo(.9, within(share));
    }

    @Test
    void shouldReachFurtherOnTheSideOfLargerErrors() {
        var random = new Random(7);
        var ends = new Ends(List.of(.9), 1);
        for (int n = 0; n < VALUES; n++) {
            ends.learn(-StrictMath.log(1 - random.nextDouble()) - 1);
        }
        // The 5 % and 95 % quantiles of an exponential distribution, less its mean.
        assertThat(ends.upper(0)).isCloseTo(2, within(.35));
        assertThat(-ends.lower(0)).isCloseTo(-.949, within(.1));
    }

    @Test
    void shouldBeHeavyTailedBandsBeforeAnyError() {
        var ends = new Ends(List.of(.9, .5), 4);
        // Tabled quantiles of Student's t with four degrees of freedom; four steps of a random walk err twice as much.
        assertThat(ends.upper(0)).isCloseTo(2 * 2.132, within(.001));
        assertThat(ends.lower(1)).isCloseTo(2 * .741, within(.001));
        assertThat(new Ends(List.of(.99), 1).upper(0)).isCloseTo(4.604, within(.001));
        assertThat(new ConformalBand(List.of(.9), 1).coverage(0)).isNaN();
    }

    @Test
    void shouldHoldEveryBandOfALowerLevel() {
        var random = new Random(5);
        var ends = new Ends(List.of(.9, .95, .5, .89), 1);
        for (int n = 0; n < 2_000; n++) {
            // Few values: quantiles that move by themselves would cross.
            ends.learn(random.nextInt(5) - 2);
            assertThat(ends.upper(1)).isGreaterThanOrEqualTo(ends.upper(0));
            assertThat(ends.upper(0)).isGreaterThanOrEqualTo(ends.upper(3));
            assertThat(ends.upper(3)).isGreaterThanOrEqualTo(ends.upper(2));
            assertThat(ends.lower(1)).isGreaterThanOrEqualTo(ends.lower(0));
        }
    }

    @Test
    void shouldMeasureTheShareThatItsBandsHeld() {
        var random = new Random(8);
        var ends = new Ends(List.of(.9, .5), 1);
        int inside = 0;
        for (int n = 0; n < 1_000; n++) {
            double error = random.nextGaussian();
            inside += error >= -ends.lower(1) && error <= ends.upper(1) ? 1 : 0;
            ends.learn(error);
        }
        // Floats, added a thousand times.
        assertThat(ends.band.coverage(1)).isCloseTo(inside / 1e3, within(1e-5));
    }

    @Test
    void shouldOpenAgainAfterALongStandstill() {
        var random = new Random(6);
        var ends = new Ends(List.of(.9), 1);
        for (int n = 0; n < 20_000; n++) {
            ends.learn(0);
        }
        int misses = 0;
        for (int n = 0; n < 1_500; n++) {
            double error = random.nextGaussian();
            misses += n >= 1_000 && Math.abs(error) > ends.upper(0) ? 1 : 0;
            ends.learn(error);
            assertThat(ends.upper(0)).isFinite().isNotNegative();
        }
        // A tenth, and half as much again.
        assertThat(misses).isLessThan(75);
    }

    private static double coverage(double level, int horizon, IntToDoubleFunction errors) {
        var ends = new Ends(List.of(level), horizon);
        int covered = 0;
        for (int n = 0; n < VALUES; n++) {
            double error = errors.applyAsDouble(n);
            boolean inside = error >= -ends.issuedLower() && error <= ends.issuedUpper();
            covered += n >= WARM_UP && inside ? 1 : 0;
            ends.learn(error);
        }
        return covered / (double) (VALUES - WARM_UP);
    }

    /** The bands of a series whose scale is always 1, judged as they were issued {@code horizon} errors before. */
    private static final class Ends {
        private final ConformalBand band;
        private final int levels;
        private final double[][] lower;
        private final double[][] upper;
        private int now;

        Ends(List<Double> levels, int horizon) {
            band = new ConformalBand(levels, horizon);
            this.levels = levels.size();
            lower = new double[horizon][this.levels];
            upper = new double[horizon][this.levels];
            for (int i = 0; i < horizon; i++) {
                band.widths(lower[i], upper[i]);
            }
        }

        double lower(int level) {
            return lower[(now + lower.length - 1) % lower.length][level];
        }

        double upper(int level) {
            return upper[(now + upper.length - 1) % upper.length][level];
        }

        double issuedLower() {
            return lower[now][0];
        }

        double issuedUpper() {
            return upper[now][0];
        }

        void learn(double error) {
            for (int l = 0; l < levels; l++) {
                band.learnEnds(l, error, lower[now][l], upper[now][l]);
            }
            band.learn(Math.abs(error));
            band.widths(lower[now], upper[now]);
            now = (now + 1) % lower.length;
        }
    }
}
