package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.anomaly.LabelKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels are read as they were written, and as people write them; anything else is refused in words. */
class LabelRecordTest {

    @ParameterizedTest
    @EnumSource(LabelKind.class)
    void shouldReadWhatItWrites(LabelKind kind) throws RejectedEventException {
        LabelRecord label = new LabelRecord(1_700_000_000_000L, 1_700_000_060_000L, kind, "anna");
        assertThat(LabelRecord.read(label.encode())).isEqualTo(label);
    }

    @Test
    void shouldReadTimesAsText() throws RejectedEventException {
        LabelRecord label =
                read("{\"from\":\"2026-03-01 12:00\",\"to\":\"2026-03-01T13:30:00Z\",\"label\":\"normal\"}");
        assertThat(label.from()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());
        assertThat(label.to()).isEqualTo(Instant.parse("2026-03-01T13:30:00Z").toEpochMilli());
        assertThat(label.by()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"from":1,                                      | label is not JSON
                    {"from":1,"to":2,"label":"fine"}                | label is 'fine', expected one of normal, anomaly, ignore
                    {"to":2,"label":"normal"}                       | label's from is missing, expected a time
                    {"from":"noon","to":2,"label":"normal"}         | label's from is "noon", expected a time
                    {"from":200,"to":100,"label":"normal"}          | label is from 200000 to 100000, expected from before to
                    """)
    void shouldRefuseAnythingElseInWords(String json, String expected) {
        RejectedEventException refused = catchThrowableOfType(RejectedEventException.class, () -> read(json));
        assertThat(refused.reason()).isEqualTo(Rejection.INVALID_LABEL);
        assertThat(refused.detail()).startsWith(expected);
    }

    private static LabelRecord read(String json) throws RejectedEventException {
        return LabelRecord.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
