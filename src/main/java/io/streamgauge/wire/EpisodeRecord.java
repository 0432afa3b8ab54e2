package io.streamgauge.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of one of a key's episodes, as it stands on the anomalies topic in JSON.
 *
 * <p>Key, kind, since and rule together name the episode. On the episodes topic stands, by key, the episode that changed
 * last, with the others that are open in {@code also}.
 *
 * @param change {@code opened}, {@code updated} or {@code closed}
 * @param kind the statistic that opened the episode, {@code silence} or {@code forecast}
 * @param direction on which side of the expected values: {@code above}, {@code below} or {@code none}
 * @param rule the forecast rule's text; empty (absent in JSON) for any other kind
 * @param reason why it closed; the kind while it is open
 * @param since event time at which it began, in epoch milliseconds
 * @param time event time of the change
 * @param peak highest score so far; of a forecast alert the highest probability
 * @param y the value of the target that is the most surprising; NaN (null in JSON) where it is missing
 * @param expected what had been forecast for {@code y}
 */
public record EpisodeRecord(
        String key,
        String change,
        String kind,
        String direction,
        String rule,
        String reason,
        long since,
        long time,
        double score,
        double peak,
        double y,
        double expected,
        long generation,
        long modelVersion) {

    /** The change that ends an episode. */
    public static final String CLOSED = "closed";

    private static final int LARGEST = 1 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxDocumentLength(LARGEST)
                    .build())
            .build();
    private static final ObjectMapper JSON = new ObjectMapper(FACTORY);

    /** An episode of values to no side in particular, closed for no other reason than its kind. */
    public EpisodeRecord(
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
        this(key, change, kind, "none", "", kind, since, time, score, peak, y, expected, generation, modelVersion);
    }

    /** Whether the episode goes on. */
    @JsonIgnore
    public boolean isOpen() {
        return !change.equals(CLOSED);
    }

    public byte[] encode() {
        return encode(List.of());
    }

    /** The same with the other episodes of the key that are open. */
    public byte[] encode(List<EpisodeRecord> also) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            write(json);
            if (!also.isEmpty()) {
                json.writeArrayFieldStart("also");
                for (EpisodeRecord other : also) {
                    json.writeStartObject();
                    other.write(json);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("key", key);
        json.writeStringField("change", change);
        json.writeStringField("kind", kind);
        json.writeStringField("direction", direction);
        if (!rule.isEmpty()) {
            json.writeStringField("rule", rule);
        }
        json.writeStringField("reason", reason);
        json.writeNumberField("since", since);
        json.writeNumberField("time", time);
        json.writeNumberField("score", score);
        json.writeNumberField("peak", peak);
        writeNumber(json, "y", y);
        writeNumber(json, "expected", expected);
        json.writeNumberField("generation", generation);
        json.writeNumberField("model_version", modelVersion);
    }

    private static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** The change that a record of the anomalies topic tells. */
    public static EpisodeRecord read(byte[] bytes) throws WireFormatException {
        return readOpen(bytes).get(0);
    }

    /** The open episodes that a record of the episodes topic tells, the one that changed last first. */
    public static List<EpisodeRecord> readOpen(byte[] bytes) throws WireFormatException {
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new WireFormatException("episode is not JSON", e);
        }
        List<EpisodeRecord> episodes = new ArrayList<>(List.of(of(node)));
        for (JsonNode other : node.path("also")) {
            episodes.add(of(other));
        }
        return episodes;
    }

    private static EpisodeRecord of(JsonNode node) throws WireFormatException {
        if (!node.path("key").isTextual() || !node.path("since").isIntegralNumber()) {
            throw new WireFormatException("episode has no key or no beginning");
        }
        return new EpisodeRecord(
                node.path("key").asText(),
                node.path("change").asText(),
                node.path("kind").asText(),
                node.path("direction").asText(),
                node.path("rule").asText(),
                node.path("reason").asText(),
                node.path("since").asLong(),
                node.path("time").asLong(),
                number(node.path("score")),
                number(node.path("peak")),
                number(node.path("y")),
                number(node.path("expected")),
                node.path("generation").asLong(),
                node.path("model_version").asLong());
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
