package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextTest {

    @Test
    void shouldAgreeWithTheCalendarOnEveryDay() {
        for (LocalDate day = LocalDate.of(0, 1, 1); day.getYear() < 10_000; day = day.plusDays(1)) {
            assertThat(UtcText.parse(day + "T00:00:00Z")).isEqualTo(day.toEpochDay() * 86_400_000L);
        }
    }

    @Test
    void shouldReadWhatTheOtherReaderReadsAndNothingMore() {
        var random = new Random(3);
        String symbols = "0123456789-:.TZ /+";
        int read = 0;
        for (int n = 0; n < 200_000; n++) {
            long time = (long) (random.nextDouble() * 4e12);
            StringBuilder text = new StringBuilder(Instant.ofEpochMilli(time).toString());
            if (random.nextBoolean()) {
                text.setCharAt(10, ' ');
            }
            if (random.nextInt(3) > 0) {
                text.setLength(random.nextInt(text.length() + 1));
            }
            if (random.nextInt(3) == 0 && text.length() > 0) {
                text.setCharAt(random.nextInt(text.length()), symbols.charAt(random.nextInt(symbols.length())));
            }
            long usual = UtcText.parse(text.toString());
            if (usual != UtcText.OTHER) {
                read++;
                assertThat(TimeText.calendar(text.toString()))
                        .as(text.toString())
                        .isEqualTo(OptionalLong.of(usual));
            }
        }
        assertThat(read).isGreaterThan(50_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2014-02-29T00:00:00",
                "2014-13-01T00:00:00",
                "2014-00-10T00:00:00",
                "2014-01-01T24:00:00",
                "2014-01-01T00:60:00",
                "2014-01-01T00:00:60",
                "2014-01-01T00:00:00.",
                "2014-01-01T00:00:00.1234",
                "2014-01-01T00:00:00+01:00",
                "2014/01/01T00:00:00",
                "2014-1-01T00:00:000",
                "2014-01-01"
            })
    void shouldLeaveOtherFormsToTheOtherReader(String text) {
        assertThat(UtcText.parse(text)).isEqualTo(UtcText.OTHER);
    }
}
