package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
    private static final long HOUR = 3_600_000;
    private static final Set<LocalDate> CHRISTMAS = Set.of(LocalDate.of(1969, 12, 25), LocalDate.of(2026, 12, 25));

    @ParameterizedTest
    @CsvSource({
        "UTC, 2020-01-10T23:00:00Z, 2020-01-10T23:59:59Z, false",
        "UTC, 2020-01-10T23:00:00Z, 2020-01-11T00:00:00Z, true",
        "UTC, 2020-01-11T00:00:00Z, 2020-01-12T23:59:59Z, false",
        "UTC, 2020-01-12T23:59:59Z, 2020-01-13T00:00:00Z, true",
        "UTC, 2020-01-10T12:00:00Z, 2020-01-13T12:00:00Z, true",
        "UTC, 2020-01-06T00:00:00Z, 2020-01-10T23:59:59Z, false",
        "UTC, 2020-01-07T12:00:00Z, 2020-01-10T12:00:00Z, false",
        "UTC, 2020-01-07T12:00:00Z, 2020-01-11T12:00:00Z, true",
        "UTC, 2020-01-07T12:00:00Z, 2020-01-14T12:00:00Z, true",
        "UTC, 2020-01-11T12:00:00Z, 2020-01-18T12:00:00Z, true",
        "UTC, 1969-12-29T00:00:00Z, 1970-01-02T23:59:59Z, false",
        "Asia/Tokyo, 2020-01-10T14:59:59Z, 2020-01-10T15:00:00Z, true",
        "Asia/Tokyo, 2020-01-10T23:00:00Z, 2020-01-11T01:00:00Z, false"
    })
    void shouldTellWhetherAWeekendBeginsOrEnds(String zone, String from, String to, boolean divided) {
        Calendar calendar = new Calendar(0, ZoneId.of(zone));
        assertThat(calendar.isDivided(
                        Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli()))
                .isEqualTo(divided);
    }

    @Test
    void shouldTellToTheMillisecondWhenAnyWeekendBeginsAndEnds() {
        Calendar calendar = new Calendar(0, ZoneOffset.UTC);
        long saturday = Instant.parse("1903-01-03T00:00:00Z").toEpochMilli();
        for (int week = 0; week < 10_000; week++) {
            for (long edge : new long[] {saturday, saturday + 48 * HOUR}) {
                assertThat(calendar.isDivided(edge - 1, edge))
                        .as("before %s", Instant.ofEpochMilli(edge))
                        .isTrue();
                assertThat(calendar.isDivided(edge, edge + 1))
                        .as("after %s", Instant.ofEpochMilli(edge))
                        .isFalse();
            }
            saturday += 7 * 24 * HOUR;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-12-23T22:00:00Z, 0, 0",
        "UTC, 2026-12-23T23:00:00Z, 0, 1",
        "UTC, 2026-12-24T22:59:59Z, 0, 1",
        "UTC, 2026-12-24T23:00:00Z, 1, 0",
        "UTC, 2026-12-25T22:59:59Z, 1, 0",
        "UTC, 2026-12-25T23:00:00Z, 0, 0",
        "Asia/Tokyo, 2026-12-24T14:00:00Z, 1, 0",
        "Asia/Tokyo, 2026-12-24T13:59:59Z, 0, 1",
        "America/New_York, 2026-12-25T04:00:00Z, 1, 0",
        "America/New_York, 2026-12-25T03:59:59Z, 0, 1",
        "UTC, 1969-12-24T23:00:00Z, 1, 0"
    })
    void shouldTellTheHolidayOfTheNextValueInLocalTime(String zone, String time, float holiday, float dayBefore) {
        float[] x = encode(Calendar.of(0, ZoneId.of(zone), CHRISTMAS), time);
        assertThat(x[6]).isEqualTo(holiday);
        assertThat(x[7]).isEqualTo(dayBefore);
    }

    @Test
    void shouldHaveNoInputsOfHolidaysWithoutAny() {
        assertThat(new Calendar(24, ZoneOffset.UTC).features()).isEqualTo(6);
        assertThat(Calendar.of(24, ZoneOffset.UTC, CHRISTMAS).features()).isEqualTo(8);
    }

    @Test
    void shouldRefuseANegativeSeason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Calendar(-1, ZoneOffset.UTC))
                .withMessageContaining("-1");
    }

    @Test
    void shouldShowTheNetworkThePauseInUsualIntervals() {
        var gaps = new Gaps(true, 1);
        var cadence = new Cadence();
        float[] x = new float[1];
        long time = 0;
        for (int i = 0; i < 20; i++) {
            cadence.update(time += HOUR);
            gaps.encode(cadence, x, 0);
            assertThat(x[0]).isZero();
        }
        cadence.update(time += 4 * HOUR);
        gaps.encode(cadence, x, 0);
        assertThat(x[0]).isCloseTo(1.5f, within(1e-6f));
        cadence.update(time + 1_000 * HOUR);
        gaps.encode(cadence, x, 0);
        assertThat(x[0]).isEqualTo(6);
    }

    @Test
    void shouldLetTheStateFadeByTheIntervalsThatAreTooMany() {
        var gaps = new Gaps(false, .5);
        var cadence = new Cadence();
        long time = 0;
        for (int i = 0; i < 20; i++) {
            cadence.update(time += HOUR);
            assertThat(gaps.left(cadence)).isEqualTo(1);
        }
        cadence.update(time += 3 * HOUR);
        assertThat(gaps.left(cadence)).isCloseTo(.25f, within(1e-6f));
        cadence.update(time + HOUR / 2);
        assertThat(gaps.left(cadence)).as("an early value").isEqualTo(1);
        assertThat(Gaps.BREAKS_ONLY.fades()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.1, Double.NaN})
    void shouldRefuseADecayThatIsNone(double decay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Gaps(false, decay))
                .withMessageContaining(Double.toString(decay));
    }

    /** The inputs after two values, an hour apart, of which the last came at {@code time}. */
    private static float[] encode(Calendar calendar, String time) {
        var cadence = new Cadence();
        long at = Instant.parse(time).toEpochMilli();
        cadence.update(at - HOUR);
        cadence.update(at);
        float[] x = new float[calendar.features()];
        calendar.encode(cadence, x, 0);
        return x;
    }
}
