package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CadenceTest {
    private static final long MINUTE = 60_000;
    private static final long START = 1_500_000_000_000L;

    @Test
    void shouldKnowNoIntervalBeforeTheSecondValue() {
        var cadence = new Cadence();
        assertThat(cadence.update(START)).isFalse();
        assertThat(cadence.interval()).isZero();
        assertThat(cadence.timeAhead(5)).isEqualTo(START);
        assertThat(cadence.update(START + MINUTE)).isFalse();
        assertThat(cadence.interval()).isEqualTo(MINUTE);
        assertThat(cadence.timeAhead(5)).isEqualTo(START + 6 * MINUTE);
    }

    @ParameterizedTest
    @CsvSource({"359999, false", "360000, false", "360001, true", "86400000, true"})
    void shouldBreakTheSeriesAfterMoreThanSixIntervals(long gap, boolean broken) {
        Cadence cadence = regular(100, MINUTE);
        assertThat(cadence.update(cadence.last() + gap)).isEqualTo(broken);
        assertThat(cadence.update(cadence.last() + MINUTE)).isFalse();
    }

    @Test
    void shouldTakeALongPauseForTwoIntervalsAtMost() {
        Cadence cadence = regular(100, MINUTE);
        cadence.update(cadence.last() + 1_000 * MINUTE);
        assertThat(cadence.interval()).isCloseTo(MINUTE * (1 + .02), within(1e-6));
    }

    @Test
    void shouldTakeAShortGapForHalfAnIntervalAtLeast() {
        Cadence cadence = regular(100, MINUTE);
        cadence.update(cadence.last() + 1);
        assertThat(cadence.interval()).isCloseTo(MINUTE * (1 - .01), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 86_400_000})
    void shouldForgetAFirstGapUnlikeAllOthers(long firstGap) {
        var cadence = new Cadence();
        cadence.update(START);
        cadence.update(START + firstGap);
        for (int i = 0; i < 30; i++) {
            cadence.update(cadence.last() + MINUTE);
        }
        assertThat(cadence.interval()).isCloseTo(MINUTE, within(1.0));
        assertThat(cadence.update(cadence.last() + MINUTE)).isFalse();
        assertThat(cadence.update(cadence.last() + 10 * MINUTE)).isTrue();
    }

    @Test
    void shouldCountTheValuesThatAGapLeavesOut() {
        Cadence cadence = regular(100, MINUTE);
        long position = cadence.position();
        for (int gap : new int[] {1, 3, 1, 1, 2, 5, 1}) {
            cadence.update(cadence.last() + gap * MINUTE);
        }
        assertThat(cadence.position()).isEqualTo(position + 14);
    }

    @Test
    void shouldPutSeriesOfOneRhythmOnOneGrid() {
        Cadence early = regular(100, MINUTE);
        var late = new Cadence();
        late.update(early.last() - MINUTE);
        late.update(early.last());
        assertThat(late.position()).isEqualTo(early.position());
    }

    private static Cadence regular(int values, long interval) {
        var cadence = new Cadence();
        for (int i = 0; i < values; i++) {
            cadence.update(START + i * interval);
        }
        return cadence;
    }
}
