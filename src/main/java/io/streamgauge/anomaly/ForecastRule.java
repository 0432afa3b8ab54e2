package io.streamgauge.anomaly;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A forecast worth an alert: "above 90 within 4h with probability 0.9", of the first target.
 *
 * @param above whether values above {@code threshold} are meant, else those below
 * @param withinMillis how far ahead, in milliseconds of event time
 * @param probability from which the alert opens, above 0 and at most 1
 * @param text as the user wrote it; names the rule
 */
public record ForecastRule(boolean above, double threshold, long withinMillis, double probability, String text) {

    /** What the rule is remembered by in a key's state. */
    int id() {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
