package io.streamgauge.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HorizonAccuracyTest {

    /** The sums below have few terms: what is left is the rounding of those. */
    private static final double ROUNDING = 1e-12;

    private static final List<Double> LEVELS = List.of(.9);

    private static IssuedForecast forecast(
            double origin, double mean, double median, double lower, double upper, double naive) {
        return new IssuedForecast(
                origin,
                new double[] {mean},
                new double[] {median},
                new double[][] {{lower}},
                new double[][] {{upper}},
                new double[] {naive},
                2);
    }

    private static HorizonAccuracy twoForecasts() {
        HorizonAccuracy accuracy = new HorizonAccuracy(LEVELS);
        accuracy.add(10, forecast(8, 9, 11, 7, 13, Double.NaN), 0, new RunningGaussian());
        accuracy.add(20, forecast(10, 16, 15, 12, 18, 12), 0, new RunningGaussian());
        return accuracy;
    }

    @Test
    void shouldScoreTheMeanBySquaresAndTheMedianByDistance() {
        HorizonAccuracy accuracy = twoForecasts();
        assertThat(accuracy.mse()).isCloseTo((1 + 16) / 2., within(ROUNDING));
        assertThat(accuracy.mae()).isCloseTo((1 + 5) / 2., within(ROUNDING));
        assertThat(accuracy.smape()).isCloseTo((200 * 1 / 21. + 200 * 5 / 35.) / 2, within(ROUNDING));
        assertThat(accuracy.mase()).isCloseTo((.5 + 2.5) / 2, within(ROUNDING));
    }

    @Test
    void shouldScoreBandsByCoverageWidthAndInterval() {
        HorizonAccuracy accuracy = twoForecasts();
        assertThat(accuracy.coverage(0)).isEqualTo(.5);
        assertThat(accuracy.shareAbove(0)).isEqualTo(.5);
        assertThat(accuracy.meanWidth(0)).isCloseTo(6, within(ROUNDING));
        // The second value is 2 above a band that one value in ten may leave.
        assertThat(accuracy.intervalScore(0)).isCloseTo((6 + 6 + 2 / .1 * 2) / 2, within(ROUNDING));
        double first = (.5 * 1 + .05 * 3 + .05 * 3) / 3;
        double second = (.5 * 5 + .05 * 8 + .95 * 2) / 3;
        assertThat(accuracy.pinball()).isCloseTo((first + second) / 2, within(ROUNDING));
    }

    @Test
    void shouldCompareWithSimplerForecastsOverTheSameValues() {
        HorizonAccuracy accuracy = twoForecasts();
        assertThat(accuracy.persistenceMse()).isCloseTo((4 + 100) / 2., within(ROUNDING));
        assertThat(accuracy.skillAgainstPersistence()).isCloseTo(1 - 6. / 12, within(ROUNDING));
        assertThat(accuracy.skillAgainstSeasonalNaive())
                .as("only the second value has one a season before")
                .isCloseTo(1 - 5. / 8, within(ROUNDING));
    }

    @Test
    void shouldGiveTheSameSumsMergedAsAddedAtOnce() {
        HorizonAccuracy first = new HorizonAccuracy(LEVELS);
        first.add(10, forecast(8, 9, 11, 7, 13, Double.NaN), 0, new RunningGaussian());
        HorizonAccuracy second = new HorizonAccuracy(LEVELS);
        second.add(20, forecast(10, 16, 15, 12, 18, 12), 0, new RunningGaussian());
        first.merge(second);
        assertThat(first).usingRecursiveComparison().isEqualTo(twoForecasts());
    }

    @Test
    void shouldKnowHowWideTheNormalBandIs() {
        assertThat(RunningGaussian.halfWidth(.9)).isCloseTo(1.6448536269514722, within(1e-12));
        assertThat(RunningGaussian.halfWidth(.5)).isCloseTo(.6744897501960817, within(1e-12));
        assertThat(RunningGaussian.halfWidth(.99)).isCloseTo(2.5758293035489004, within(1e-12));
    }

    @Test
    void shouldRepeatTheLastSeasonAndNothingLater() {
        SeasonalNaive naive = new SeasonalNaive(3);
        assertThat(naive.forecast(1)).isNaN();
        for (double value : new double[] {1, 2, 3, 10, 20, 30}) {
            naive.add(value);
        }
        assertThat(naive.forecast(1)).isEqualTo(10);
        assertThat(naive.forecast(3)).isEqualTo(30);
        assertThat(naive.forecast(4)).isEqualTo(10);
        assertThat(naive.scale()).isCloseTo((9 + 18 + 27) / 3., within(ROUNDING));
    }
}
