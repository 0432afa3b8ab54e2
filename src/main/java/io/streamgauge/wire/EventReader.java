package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.streamgauge.signal.Measurement;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reader of one event: JSON in, measurement out, or the reason why not.
 *
 * <p>Time and values are found by JSON pointers through objects. The time is a number (epoch seconds, or milliseconds from
 * 10¹¹ on) or text ({@link TimeText}); a value is a JSON number, and missing where it is null or absent. Read as a stream,
 * without a tree, and within limits on depth, names, numbers and size; duplicate names are refused.
 *
 * <p>Not thread-safe: one reader per thread.
 */
public final class EventReader {

    private static final int MAX_DEPTH = 64;
    private static final long EARLIEST = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    /** Number of the time among the fields; the targets follow. */
    private static final int TIME_FIELD = 0;

    private final List<String> pointers;
    private final PointerTree root;
    private final int maxBytes;
    private final JsonFactory json;

    private boolean timeFound;
    private long time;
    private @Nullable RejectedEventException timeProblem;
    private double[] values = {};
    private @Nullable RejectedEventException valueProblem;

    /** A reader of one value; see {@link #EventReader(String, List, int)}. */
    public EventReader(String timePointer, String valuePointer, int maxBytes) {
        this(timePointer, List.of(valuePointer), maxBytes);
    }

    /**
     * @param timePointer JSON pointer of the event time
     * @param targetPointers JSON pointers of the values
     * @param maxBytes longest event
     */
    public EventReader(String timePointer, List<String> targetPointers, int maxBytes) {
        pointers =
                Stream.concat(Stream.of(timePointer), targetPointers.stream()).toList();
        root = PointerTree.of(pointers);
        this.maxBytes = maxBytes;
        json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxDocumentLength(maxBytes)
                        .maxNameLength(1_024)
                        .maxNumberLength(1_100)
                        .maxStringLength(maxBytes)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    public Measurement read(byte @Nullable [] bytes) throws RejectedEventException {
        if (bytes == null) {
            throw new RejectedEventException(Rejection.NULL_VALUE, "the record has no value");
        }
        if (bytes.length > maxBytes) {
            throw new RejectedEventException(
                    Rejection.OVERSIZE_EVENT, "event has " + bytes.length + " bytes, expected at most " + maxBytes);
        }
        timeFound = false;
        timeProblem = null;
        values = new double[pointers.size() - 1];
        Arrays.fill(values, Double.NaN);
        valueProblem = null;
        try (JsonParser parser = json.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedEventException(Rejection.MALFORMED_JSON, "event is no JSON object");
            }
            readObject(parser, root);
            if (parser.nextToken() != null) {
                throw new RejectedEventException(Rejection.MALFORMED_JSON, "event goes on after its object");
            }
        } catch (JsonParseException e) {
            throw new RejectedEventException(Rejection.MALFORMED_JSON, oneLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new RejectedEventException(Rejection.MALFORMED_JSON, oneLine(String.valueOf(e.getMessage())));
        }
        return measurement();
    }

    private Measurement measurement() throws RejectedEventException {
        if (timeProblem != null) {
            throw timeProblem;
        }
        if (!timeFound) {
            throw new RejectedEventException(Rejection.MISSING_TIME, "no time at " + pointers.get(TIME_FIELD));
        }
        if (valueProblem != null) {
            throw valueProblem;
        }
        if (Arrays.stream(values).allMatch(Double::isNaN)) {
            throw new RejectedEventException(
                    Rejection.MISSING_VALUE,
                    "no value at " + String.join(", ", pointers.subList(TIME_FIELD + 1, pointers.size())));
        }
        return Measurement.of(time, values);
    }

    /** Reads the members of an object to which {@code node}'s pointers lead. */
    private void readObject(JsonParser parser, PointerTree node) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            PointerTree member = node.member(parser.currentName());
            JsonToken token = parser.nextToken();
            if (member != null && member.field() == TIME_FIELD) {
                readTime(parser, token);
            } else if (member != null && member.field() != PointerTree.NO_FIELD) {
                readValue(parser, token, member.field() - TIME_FIELD - 1);
            }
            if (member != null && token == JsonToken.START_OBJECT) {
                readObject(parser, member);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readTime(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> setTime(TimeText.ofEpoch(parser.getDoubleValue()));
            case VALUE_STRING -> {
                OptionalLong parsed = TimeText.parse(parser.getText());
                if (parsed.isPresent()) {
                    setTime(parsed.getAsLong());
                } else {
                    timeProblem = new RejectedEventException(
                            Rejection.INVALID_TIME, "time is text of another form, expected " + TimeText.EXPECTED);
                }
            }
            case VALUE_NULL -> {
                // As if it were not there.
            }
            default ->
                timeProblem = new RejectedEventException(
                        Rejection.INVALID_TIME, "time is " + token + ", expected a number or text");
        }
    }

    private void setTime(long millis) {
        if (millis < EARLIEST || millis > LATEST) {
            timeProblem = new RejectedEventException(
                    Rejection.INVALID_TIME, "time is " + millis + " ms after 1970, expected a time from 1900 to 2200");
            return;
        }
        time = millis;
        timeFound = true;
    }

    private void readValue(JsonParser parser, JsonToken token, int target) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> setValue(target, parser.getDoubleValue());
            case VALUE_NULL -> {
                // As if it were not there.
            }
            default ->
                valueProblem = new RejectedEventException(
                        Rejection.NOT_NUMERIC, "value is " + token + ", expected a JSON number");
        }
    }

    private void setValue(int target, double number) {
        if (!Double.isFinite(number)) {
            valueProblem = new RejectedEventException(
                    Rejection.NOT_FINITE, "value is " + number + ", expected a finite number");
        } else if (Math.abs(number) > Measurement.LARGEST_VALUE) {
            valueProblem = new RejectedEventException(
                    Rejection.OUT_OF_RANGE, "value is " + number + ", expected at most ±" + Measurement.LARGEST_VALUE);
        } else {
            values[target] = number;
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
