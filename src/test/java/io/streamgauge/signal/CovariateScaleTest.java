package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CovariateScaleTest {
    /** The running mean absolute deviation of a Gaussian, from some thousand values at a rate of .002. */
    private static final double SAMPLED = .15;

    @Test
    void shouldGiveDeviationsFromTheMean() {
        var random = new Random(1);
        var scale = new CovariateScale();
        for (int i = 0; i < 5_000; i++) {
            scale.update(20 + 3 * random.nextGaussian());
        }
        double deviation = 3 * Math.sqrt(2 / Math.PI);
        scale.update(20 + 2 * deviation);
        assertThat(scale.scaled()).isCloseTo(2, within((float) SAMPLED * 2));
        scale.update(20);
        assertThat(scale.scaled()).isCloseTo(0, within((float) SAMPLED));
    }

    @ParameterizedTest
    @CsvSource({"1e6, 0", "1e-6, 0", "1, 1e4"})
    void shouldBeTheSameInOtherUnits(double factor, double offset) {
        var random = new Random(2);
        var scale = new CovariateScale();
        var other = new CovariateScale();
        for (int i = 0; i < 500; i++) {
            double value = random.nextGaussian();
            scale.update(value);
            other.update(factor * value + offset);
            assertThat(other.scaled()).isCloseTo(scale.scaled(), within(1e-6f));
        }
    }

    @Test
    void shouldKeepTheLastValueWhereOneIsMissing() {
        var scale = new CovariateScale();
        scale.update(Double.NaN);
        assertThat(scale.scaled()).isZero();
        scale.update(1);
        scale.update(3);
        List<Number> before = FieldList.of(scale::fields);
        float scaled = scale.scaled();
        scale.update(Double.NaN);
        assertThat(scale.scaled()).isEqualTo(scaled).isPositive();
        assertThat(FieldList.of(scale::fields)).isEqualTo(before);
    }

    @Test
    void shouldGiveNothingForAConstantAndClipTheRest() {
        var scale = new CovariateScale();
        for (int i = 0; i < 100; i++) {
            scale.update(7);
            assertThat(scale.scaled()).isZero();
        }
        for (double value : new double[] {1e30, -1e30, 1e-300, 7, 1e30}) {
            scale.update(value);
            assertThat(scale.scaled()).isBetween(-6f, 6f);
        }
        assertThat(FieldList.of(scale::fields)).allMatch(field -> Double.isFinite(field.doubleValue()));
    }

    @Test
    void shouldGiveACategoryTheSameRowForEver() {
        // CRC32C is a published function: 0xe3069283 is its check value, that of "123456789".
        assertThat(Covariates.row("123456789", 32)).isEqualTo(1 + (int) (0xe3069283L % 31));
        Set<Integer> rows = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(Covariates.row("site-" + i, 32));
        }
        assertThat(rows).hasSize(31).allMatch(row -> row >= 1 && row <= 31);
        assertThat(Covariates.row("any", 2)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldRefuseATableWithoutARowForTheKnown(int rows) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Covariates(List.of(), List.of("site"), rows))
                .withMessageContaining(Integer.toString(rows));
    }
}
