package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.Runs;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joint levels of generated targets, five minutes from value to value. */
class JointLevelTest {
    private static final int A_MONTH = 8_640;
    private static final double ONE_A_MONTH = 1.0 / A_MONTH;
    private static final int USUAL = 1_000;
    /** Values after which a new state is the usual one, whatever it is. */
    private static final int BOUND = 1_500;
    /** Values within which scores above 1 are one alarm. */
    private static final int APART = 40;

    /** Sensors that share most of what moves them. */
    private static final class Sensors {
        final Forecast forecast;
        final JointLevel joint;
        private final Random random;
        private final double[] noise;

        Sensors(int targets, long seed) {
            forecast = new Forecast(Runs.severalTargets(targets));
            joint = new JointLevel(targets);
            random = new Random(seed);
            noise = new double[targets];
        }

        /** The next values: what all share, and .2 of each one's own. */
        double[] next() {
            double common = random.nextGaussian();
            for (int k = 0; k < noise.length; k++) {
                noise[k] = common + .2 * random.nextGaussian();
            }
            return noise;
        }

        double score(double[] values) {
            for (int k = 0; k < values.length; k++) {
                forecast.targets[k].value = values[k];
                forecast.targets[k].missing = Double.isNaN(values[k]);
            }
            return joint.score(forecast, ONE_A_MONTH);
        }

        void settle(int values) {
            for (int n = 0; n < values; n++) {
                score(next());
            }
        }
    }

    @Test
    void shouldFindTargetsThatNoLongerMoveTogether() {
        var sensors = new Sensors(3, 1);
        sensors.settle(USUAL);
        double highest = 0;
        for (int n = 0; n < 100; n++) {
            double[] values = sensors.next();
            values[1] = -values[1];
            highest = Math.max(highest, sensors.score(values));
        }
        assertThat(highest).isGreaterThan(1);
        assertThat(sensors.joint.shares[1]).isLessThan(1);
    }

    @Test
    void shouldStayUpWhileALevelLastsAndNameItsTarget() {
        var sensors = new Sensors(4, 2);
        sensors.settle(USUAL);
        for (int n = 0; n < 400; n++) {
            double[] values = sensors.next();
            values[2] += 4;
            double score = sensors.score(values);
            if (n > 20) {
                assertThat(score).as("value %d", n).isGreaterThan(1);
                assertThat(sensors.joint.loudest).isEqualTo(2);
                assertThat(sensors.joint.shares[2]).isGreaterThan(.5);
                assertThat(IntStream.range(0, 4)
                                .mapToDouble(k -> sensors.joint.shares[k])
                                .sum())
                        .isCloseTo(1, within(1e-9));
            }
        }
        double after = 0;
        for (int n = 0; n < 200; n++) {
            after = sensors.score(sensors.next());
        }
        assertThat(after).as("once the level is back").isLessThan(1);
    }

    @Test
    void shouldTakeANewStateForUsualAfterABoundedTime() {
        var sensors = new Sensors(3, 3);
        sensors.settle(USUAL);
        double last = 0;
        for (int n = 0; n < BOUND; n++) {
            double[] values = sensors.next();
            values[0] += 8;
            last = sensors.score(values);
        }
        assertThat(last).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, .9", "8, 0", "8, .9", "20, 0"})
    void shouldRaiseNoMoreFalseAlarmsThanAllowed(int targets, double memory) {
        int alarms = 0;
        int series = 6;
        int months = 3;
        for (int seed = 1; seed <= series; seed++) {
            var sensors = new Sensors(targets, seed);
            double[] levels = new double[targets];
            int last = -APART;
            for (int n = 0; n < (months + 1) * A_MONTH; n++) {
                double[] steps = sensors.next();
                for (int k = 0; k < targets; k++) {
                    levels[k] = memory * levels[k] + steps[k];
                }
                if (sensors.score(levels) > 1) {
                    alarms += n > A_MONTH && n - last > APART ? 1 : 0;
                    last = n;
                }
            }
        }
        assertThat(alarms / (double) (series * months)).isLessThan(2);
    }

    @Test
    void shouldSayNothingOfTargetsThatAreMissingOrNeverMove() {
        var sensors = new Sensors(4, 4);
        for (int n = 0; n < USUAL; n++) {
            double[] values = sensors.next();
            values[1] = 7;
            values[3] = Double.NaN;
            assertThat(sensors.score(values)).isBetween(0.0, 1.5);
        }
        double score = 0;
        for (int n = 0; n < 30; n++) {
            double[] values = sensors.next();
            values[0] += 10;
            values[1] = 7;
            values[3] = 1e30;
            score = sensors.score(values);
        }
        assertThat(score).isGreaterThan(1);
        assertThat(sensors.joint.shares[1]).isZero();
        assertThat(sensors.joint.shares[3]).isZero();
    }

    @Test
    void shouldHearTheFirstTargetsOfMany() {
        var sensors = new Sensors(70, 9);
        sensors.settle(300);
        double score = 0;
        for (int n = 0; n < 30; n++) {
            double[] values = sensors.next();
            values[63] += 5;
            values[64] += 1_000;
            score = sensors.score(values);
        }
        assertThat(score).isGreaterThan(1);
        assertThat(sensors.joint.loudest).isEqualTo(63);
        assertThat(sensors.joint.shares[64]).isZero();
    }

    @Test
    void shouldBoundWhatOneValueDoesHoweverFarOutItLies() {
        var far = new Sensors(3, 10);
        var farther = new Sensors(3, 10);
        far.settle(USUAL);
        farther.settle(USUAL);
        for (int n = 0; n < 100; n++) {
            double[] one = far.next();
            double[] other = farther.next();
            one[0] = n == 0 ? 1e3 : one[0];
            other[0] = n == 0 ? 1e9 : other[0];
            double score = far.score(one);
            assertThat(farther.score(other)).isEqualTo(score);
            assertThat(score).as("value %d", n).isLessThan(n < 10 ? 2 : 1);
        }
    }

    @Test
    void shouldSayNothingWhereOneTargetIsLeft() {
        var sensors = new Sensors(2, 5);
        sensors.settle(USUAL);
        assertThat(sensors.score(new double[] {1_000, Double.NaN})).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0x1p-20, 0x1p20})
    void shouldNotDependOnTheUnit(double unit) {
        var one = new Sensors(3, 6);
        var other = new Sensors(3, 6);
        for (int n = 0; n < USUAL; n++) {
            double[] values = one.next().clone();
            double[] scaled = other.next();
            values[0] += n > 700 ? 3 : 0;
            for (int k = 0; k < scaled.length; k++) {
                scaled[k] = unit * values[k];
            }
            assertThat(other.score(scaled)).isEqualTo(one.score(values));
        }
    }

    @Test
    void shouldStayFiniteWhateverComes() {
        var sensors = new Sensors(3, 7);
        for (int n = 0; n < 2 * USUAL; n++) {
            double[] values = sensors.next();
            values[0] = n % 300 == 299 ? 1e30 : values[0];
            values[1] = n % 500 == 150 ? 1e30 : 1e-12 * values[1];
            values[2] = n % 2 == 0 ? -1e30 : 1e-300;
            assertThat(sensors.score(values)).isFinite();
        }
    }

    @Test
    void shouldSolveForTheTargetsAskedFor() {
        int targets = 5;
        var correlations = new Correlations(targets);
        var random = new Random(8);
        float[] deviation = {1, 2, 3, 4, 5};
        double[] w = new double[targets];
        for (int n = 0; n < 200; n++) {
            double common = random.nextGaussian();
            for (int k = 0; k < targets; k++) {
                w[k] = deviation[k] * (.7 * common + .7 * random.nextGaussian());
            }
            for (int i = 0; i < targets; i++) {
                for (int j = 0; j < i; j++) {
                    correlations.learn(i, j, .02, deviation, w);
                }
            }
        }
        int[] asked = {0, 2, 3};
        double[] z = {1, -2, .5};
        double[] out = new double[3];
        correlations.solve(3, asked, z, out);
        double[] found = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                found[i] += correlations.of(asked[i], asked[j]) * out[j];
            }
        }
        assertThat(found).containsExactly(z, within(1e-12));
        assertThat(correlations.of(3, 0)).isBetween(.2, .8);
    }
}
