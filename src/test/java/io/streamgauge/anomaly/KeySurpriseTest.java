package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.PointHead;
import io.streamgauge.forecast.Runs;
import io.streamgauge.nn.CellKind;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores of generated series without anomalies, five minutes from value to value. */
class KeySurpriseTest {
    private static final int A_MONTH = 8_640;
    private static final int MONTHS = 5;
    private static final int SERIES = 8;
    /** Values within which scores above 1 are one alarm. */
    private static final int APART = 40;

    @ParameterizedTest
    @ValueSource(doubles = {1, 10})
    void shouldRaiseAsManyFalseAlarmsOnNoiseAsAllowed(double allowed) {
        assertThat(alarmsPerMonth(allowed, Random::nextGaussian)).isBetween(.4 * allowed, 2 * allowed);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10})
    void shouldRaiseAsManyFalseAlarmsOnHeavyTailsAsAllowed(double allowed) {
        ToDoubleFunction<Random> heavy =
                random -> (random.nextBoolean() ? 1 : -1) * Math.pow(1 - random.nextDouble(), -.25);
        assertThat(alarmsPerMonth(allowed, heavy)).isBetween(.4 * allowed, 2 * allowed);
    }

    @Test
    void shouldNameTheTargetWhoseSpikeDecidesTheScore() {
        var surprise = new KeySurprise(Runs.severalTargets(2));
        surprise.targets[0].rarities[Evidence.DRIFT.ordinal()] = 4;
        surprise.targets[1].rarities[Evidence.SPIKE.ordinal()] = 6;
        double[] shares = new double[2];
        surprise.score(shares, 1.0 / A_MONTH);
        assertThat(surprise.loudest).isEqualTo(1);
        assertThat(surprise.statistic()).isEqualTo(Statistic.SPIKE);

        surprise.targets[1].rarities[Evidence.SPIKE.ordinal()] = 1;
        surprise.score(shares, 1.0 / A_MONTH);
        assertThat(surprise.loudest).isZero();
        assertThat(surprise.statistic()).isEqualTo(Statistic.DRIFT);
        assertThat(shares).containsExactly(1, 0);
    }

    private static double alarmsPerMonth(double allowed, ToDoubleFunction<Random> values) {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        double[] shares = new double[1];
        int alarms = 0;
        for (int seed = 1; seed <= SERIES; seed++) {
            var random = new Random(seed);
            var surprise = new KeySurprise(spec);
            int last = 0;
            for (int n = 0; n < (MONTHS + 1) * A_MONTH; n++) {
                double value = values.applyAsDouble(random);
                surprise.targets[0].step(value, n % 288 / 288.0, new PointHead(), false);
                surprise.targets[0].outOfForecast.step(value, allowed / A_MONTH);
                if (surprise.score(shares, allowed / A_MONTH) > 1) {
                    alarms += n > A_MONTH && n - last > APART ? 1 : 0;
                    last = n;
                }
            }
        }
        return alarms / (double) (SERIES * MONTHS);
    }
}
