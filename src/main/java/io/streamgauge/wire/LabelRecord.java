package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.anomaly.LabelKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a stretch of one series, as it stands on the labels topic in JSON; the record key is the series
 * key.
 *
 * @param from event time of the first value meant, in epoch milliseconds; may be read as text, as an event's time may
 * @param to event time of the last value meant, likewise
 * @param by who says so, at most {@value #LONGEST_BY} characters; may be empty
 */
public record LabelRecord(long from, long to, LabelKind label, String by) {

    /** What marks a label of an outcome that stands among the windows, for the trainer. */
    public static final String HEADER = "streamgauge.label";

    /** Room for a name or an address. */
    public static final int LONGEST_BY = 200;

    private static final int LARGEST = 4_096;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(LARGEST)
                    .maxNumberLength(64)
                    .maxDocumentLength(LARGEST)
                    .build())
            .build();
    private static final ObjectMapper JSON = new ObjectMapper(FACTORY);

    public LabelRecord {
        if (from > to) {
            throw new IllegalArgumentException("label is from " + from + " to " + to + ", expected from before to");
        }
        if (by.length() > LONGEST_BY) {
            throw new IllegalArgumentException("by has " + by.length() + " characters, expected at most " + LONGEST_BY);
        }
    }

    /** Whether an outcome happened; of a label of one. */
    public boolean happened() {
        return label == LabelKind.OUTCOME;
    }

    /** The label's word, as it stands in JSON. */
    public String word() {
        return label.id();
    }

    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("from", from);
            json.writeNumberField("to", to);
            json.writeStringField("label", word());
            json.writeStringField("by", by);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Reads a label.
     *
     * @throws RejectedEventException for anything else, with what was found and what is expected
     */
    public static LabelRecord read(byte @Nullable [] bytes) throws RejectedEventException {
        if (bytes == null || bytes.length > LARGEST) {
            throw invalid("label has " + (bytes == null ? "no value" : bytes.length + " bytes") + ", expected at most "
                    + LARGEST + " bytes");
        }
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (IOException e) {
            throw invalid("label is not JSON");
        }
        String kind = node.path("label").asText();
        try {
            return new LabelRecord(
                    time("from", node),
                    time("to", node),
                    kind(kind),
                    node.path("by").asText());
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The label that a person has written in four words.
     *
     * @throws RejectedEventException where one of them means nothing
     */
    static LabelRecord of(String from, String to, String kind, String by) throws RejectedEventException {
        try {
            return new LabelRecord(written("from", from), written("to", to), kind(kind), by);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static long written(String name, String text) throws RejectedEventException {
        return time(text)
                .orElseThrow(() -> invalid("label's " + name + " is '" + text + "', expected " + TimeText.EXPECTED));
    }

    private static LabelKind kind(String kind) throws RejectedEventException {
        return LabelKind.of(kind)
                .orElseThrow(() -> invalid("label is '" + kind + "', expected one of " + LabelKind.names()));
    }

    /** Epoch milliseconds of a time as people write it, or empty for what is none. */
    public static OptionalLong time(String text) {
        return TimeText.parse(text);
    }

    /** What is a time, as a message says it. */
    public static String expectedTime() {
        return TimeText.EXPECTED;
    }

    private static long time(String name, JsonNode label) throws RejectedEventException {
        JsonNode node = label.path(name);
        if (node.isNumber() && Double.isFinite(node.asDouble())) {
            return TimeText.ofEpoch(node.asDouble());
        }
        return time(node.asText())
                .orElseThrow(() -> invalid("label's " + name + " is " + (node.isMissingNode() ? "missing" : node)
                        + ", expected " + TimeText.EXPECTED));
    }

    private static RejectedEventException invalid(String detail) {
        return new RejectedEventException(Rejection.INVALID_LABEL, detail);
    }
}
