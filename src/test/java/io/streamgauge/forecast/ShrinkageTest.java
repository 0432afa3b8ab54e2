package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ShrinkageTest {

    @Test
    void shouldTrustAForecastBeforeAnythingIsKnown() {
        assertThat(new Shrinkage().factor()).isEqualTo(1);
    }

    @Test
    void shouldFindTheFactorOfLeastSquares() {
        var random = new Random(4);
        var shrinkage = new Shrinkage();
        for (int n = 0; n < 20_000; n++) {
            double forecast = random.nextGaussian();
            shrinkage.learn(.4 * forecast + .1 * random.nextGaussian(), forecast);
        }
        assertThat(shrinkage.factor()).isCloseTo(.4, within(.01));
    }

    @Test
    void shouldStayBetweenPersistenceAndTheForecast() {
        var shrinkage = new Shrinkage();
        for (int n = 0; n < 10_000; n++) {
            shrinkage.learn(-1, 1);
        }
        assertThat(shrinkage.factor()).isZero();
        for (int n = 0; n < 50_000; n++) {
            shrinkage.learn(10, 1);
        }
        assertThat(shrinkage.factor()).isEqualTo(1);
    }

    @Test
    void shouldForgetWithoutEverLosingItsFooting() {
        var shrinkage = new Shrinkage();
        for (int n = 0; n < 3_000_000; n++) {
            shrinkage.learn(1, 0);
        }
        assertThat(shrinkage.factor()).isBetween(0.0, 1.0);
    }
}
