package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.signal.FieldList;
import org.junit.jupiter.api.Test;

class CountsTest {
    private static final int NO_LIMIT = 1_000_000;
    /** Chance rounds counts of some thousands to four digits: a deviation of about one in a hundred. */
    private static final double MORRIS = .05;

    @Test
    void shouldCountExactlyWhileThereAreFew() {
        var counts = new Counts(8, NO_LIMIT);
        for (int n = 1; n <= 7; n++) {
            counts.add(3, n);
            assertThat(counts.units(3)).isEqualTo(n * Counts.UNIT);
        }
        assertThat(counts.units(2)).isZero();
        assertThat(counts.total()).isEqualTo(7 * Counts.UNIT);
    }

    @Test
    void shouldCountManyRightInTheMean() {
        var counts = new Counts(48, NO_LIMIT);
        for (int n = 0; n < 48_000; n++) {
            counts.add(n % 48, n);
        }
        assertThat((double) counts.total()).isCloseTo(48_000.0 * Counts.UNIT, within(MORRIS * 48_000 * Counts.UNIT));
    }

    @Test
    void shouldSumUpCountersFromAnyOn() {
        var counts = new Counts(24, NO_LIMIT);
        for (int n = 0; n < 5_000; n++) {
            counts.add(n * n % 20, n);
        }
        int units = 0;
        for (int from = 24; from >= 0; from--) {
            assertThat(counts.unitsFrom(from)).isEqualTo(units += from < 24 ? counts.units(from) : 0);
        }
        assertThat(units).isEqualTo(counts.total()).isPositive();
    }

    @Test
    void shouldForgetWhatCameOnceOverThreeHalvings() {
        var counts = new Counts(8, 100);
        counts.add(7, 1_000);
        for (int n = 0; n < 1_000; n++) {
            counts.add(0, n);
        }
        assertThat(counts.units(7)).isZero();
        assertThat(counts.total()).isLessThanOrEqualTo(100 * Counts.UNIT);
    }

    @Test
    void shouldGoOnFromItsFieldsAsIfNothingHadHappened() {
        var counts = new Counts(8, 500);
        var twin = new Counts(8, 500);
        for (int n = 0; n < 3_000; n++) {
            counts.add(n * n % 8, n);
            twin.add(n * n % 8, n);
            FieldList.of(twin::fields);
            assertThat(twin.total()).isEqualTo(counts.total());
        }
        assertThat(FieldList.of(twin::fields)).isEqualTo(FieldList.of(counts::fields));
    }
}
