package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2014-07-01 00:30:00|2014-07-01T00:30:00Z",
                "2014-07-01 00:30|2014-07-01T00:30:00Z",
                "2014-07-01|2014-07-01T00:00:00Z",
                "1990/1/1 0:00|1990-01-01T00:00:00Z",
                "1990/12/31 23:05:09|1990-12-31T23:05:09Z",
                "2026-01-31T12:00:00Z|2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00.25|2026-01-31T12:00:00.250Z",
                "2026-01-31T12:00:00+01:00|2026-01-31T11:00:00Z",
                "2026-01-31 12:00:00 -0530|2026-01-31T17:30:00Z",
                "2026-01-31T12:00:00+02|2026-01-31T10:00:00Z",
                "1404172800|2014-07-01T00:00:00Z",
                "1404172800.5|2014-07-01T00:00:00.500Z",
                "1404172800123|2014-07-01T00:00:00.123Z"
            })
    void shouldReadTimesAsPeopleWriteThem(String text, Instant expected) {
        assertThat(TimeText.parse(text)).hasValue(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2014-02-30 00:00:00",
                "2014-07-01 25:00:00",
                "2014-07/01",
                "12",
                "20140701",
                "-1404172800",
                "2014-07-01 00:30:00 Berlin",
                "2014-07-01T00:00:00+99:00",
                "123456789012345678901234567890"
            })
    void shouldRefuseWhatIsNotATime(String text) {
        assertThat(TimeText.parse(text)).isEmpty();
    }
}
