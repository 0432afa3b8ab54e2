package io.streamgauge.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private static final double FLOAT_ROUNDING = 1e-7;

    @Test
    void shouldGiveTheFiguresOfAHandfulOfForecasts() {
        Reliability reliability = new Reliability();
        reliability.add(.75, true);
        reliability.add(.25, true);
        reliability.add(.5, false);
        reliability.add(0, false);
        assertThat(reliability.brier()).isCloseTo((.0625 + .5625 + .25) / 4, within(FLOAT_ROUNDING));
        assertThat(reliability.baseRate()).isEqualTo(.5);
        assertThat(reliability.brierOfBaseRate()).isEqualTo(.25);
        // Fewer than ten: each a bin of its own.
        assertThat(reliability.bins()).hasSize(4);
        assertThat(reliability.calibrationError()).isCloseTo((.25 + .75 + .5 + 0) / 4, within(FLOAT_ROUNDING));
    }

    @Test
    void shouldCutTheForecastsIntoTenthsByProbability() {
        Reliability reliability = new Reliability();
        for (int i = 0; i < 2_000; i++) {
            int shuffled = i * 7 % 2_000;
            reliability.add(shuffled / 2_000.0, shuffled >= 1_000);
        }
        assertThat(reliability.bins())
                .hasSize(10)
                .allSatisfy(bin -> assertThat(bin.count()).isEqualTo(200));
        assertThat(reliability.bins().get(4).observed()).isZero();
        assertThat(reliability.bins().get(5).observed()).isEqualTo(1);
        assertThat(reliability.bins().get(5).forecast()).isCloseTo(.54975, within(FLOAT_ROUNDING));
    }

    @Test
    void shouldHaveNoFiguresOfNothingAndRefuseWhatIsNoProbability() {
        assertThat(new Reliability().brier()).isNaN();
        assertThat(new Reliability().calibrationError()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reliability().add(Double.NaN, true))
                .withMessage("probability is NaN, expected from 0 to 1");
    }
}
