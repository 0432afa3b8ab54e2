package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStyleTest {

    private static final long HOUR = 3_600_000;

    @ParameterizedTest
    @CsvSource({
        "2014-07-01 00:30:00, 2014-07-01 01:30:00",
        "1990/1/1 0:00, 1990/1/1 1:00",
        "2014-07-01T23:30:00Z, 2014-07-02T00:30:00Z",
        "2014-07-01T23:30:00.250+02:00, 2014-07-02T00:30:00.250+02:00",
        "2014-07-01, 2014-07-01 01:00",
        "1404172800, 1404176400",
        "1404172800.5, 1404176400.500",
        "1404172800123, 1404176400123"
    })
    void shouldWriteATimeLikeTheExample(String example, String anHourLater) {
        long time = TimeText.parse(example).orElseThrow() + HOUR;
        String written = new TimeStyle().format(time, example);
        assertThat(written).isEqualTo(anHourLater);
        assertThat(TimeText.parse(written)).hasValue(time);
    }

    @Test
    void shouldRememberWhatAnAmbiguousTimeLeavesOpen() {
        TimeStyle style = new TimeStyle();
        String first = "1990/9/9 0:00";
        style.format(TimeText.parse(first).orElseThrow(), first);
        String ambiguous = "1990/12/31 10:00";
        long time = TimeText.parse(ambiguous).orElseThrow() + 24 * HOUR;
        assertThat(style.format(time, ambiguous)).isEqualTo("1991/1/1 10:00");
    }
}
