package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One change of a key's anomaly episode, as it stands on the anomalies topic in JSON.
 *
 * @param change {@code opened}, {@code updated} or {@code closed}
 * @param kind the statistic that opened the episode
 * @param since event time at which it began, in epoch milliseconds; with the key it names the episode
 * @param time event time of the change
 * @param peak highest score so far
 * @param y the value of the target that is the most surprising; NaN (null in JSON) where it is missing
 * @param expected what had been forecast for {@code y}
 */
public record EpisodeRecord(
        String key,
        String change,
        String kind,
        long since,
        long time,
        double score,
        double peak,
        double y,
        double expected,
        long generation,
        long modelVersion) {

    private static final JsonFactory JSON = new JsonFactory();

    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeStringField("change", change);
            json.writeStringField("kind", kind);
            json.writeNumberField("since", since);
            json.writeNumberField("time", time);
            json.writeNumberField("score", score);
            json.writeNumberField("peak", peak);
            writeNumber(json, "y", y);
            writeNumber(json, "expected", expected);
            json.writeNumberField("generation", generation);
            json.writeNumberField("model_version", modelVersion);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
