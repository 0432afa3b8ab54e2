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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The reader of one event: JSON in, measurement out, or the reason why not.
 *
 * <p>Time and value are found by JSON pointers through objects. The time is a number (epoch seconds, or milliseconds from
 * 10¹¹ on) or text ({@link TimeText}); the value is a JSON number. Read as a stream, without a tree, and within limits on
 * depth, names, numbers and size; duplicate names are refused.
 *
 * <p>Not thread-safe: one reader per thread.
 */
public final class EventReader {

    private static final int MAX_DEPTH = 64;
    private static final long EARLIEST = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    private final JsonPath timePath;
    private final JsonPath valuePath;
    private final int maxBytes;
    private final JsonFactory json;

    private boolean timeFound;
    private long time;
    private @Nullable RejectedEventException timeProblem;
    private boolean valueFound;
    private double value;
    private @Nullable RejectedEventException valueProblem;

    /**
     * @param timePointer JSON pointer of the event time
     * @param valuePointer JSON pointer of the value
     * @param maxBytes longest event
     */
    public EventReader(String timePointer, String valuePointer, int maxBytes) {
        timePath = JsonPath.of(timePointer);
        valuePath = JsonPath.of(valuePointer);
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
        valueFound = false;
        valueProblem = null;
        try (JsonParser parser = json.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedEventException(Rejection.MALFORMED_JSON, "event is no JSON object");
            }
            readObject(parser, 0, true, true);
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
            throw new RejectedEventException(Rejection.MISSING_TIME, "no time at " + timePath.pointer());
        }
        if (valueProblem != null) {
            throw valueProblem;
        }
        if (!valueFound) {
            throw new RejectedEventException(Rejection.MISSING_VALUE, "no value at " + valuePath.pointer());
        }
        return new Measurement(time, value);
    }

    /** Reads the members of an object whose path so far agrees with the first {@code depth} names of the pointers. */
    private void readObject(JsonParser parser, int depth, boolean onTimePath, boolean onValuePath) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean towardsTime = onTimePath && agrees(timePath, depth, name);
            boolean towardsValue = onValuePath && agrees(valuePath, depth, name);
            JsonToken token = parser.nextToken();
            if (towardsTime && depth == timePath.names().length - 1) {
                readTime(parser, token);
            }
            if (towardsValue && depth == valuePath.names().length - 1) {
                readValue(parser, token);
            }
            if (token == JsonToken.START_OBJECT) {
                readObject(parser, depth + 1, towardsTime, towardsValue);
            } else if (token == JsonToken.START_ARRAY) {
                parser.skipChildren();
            }
        }
    }

    private static boolean agrees(JsonPath path, int depth, String name) {
        return depth < path.names().length && path.names()[depth].equals(name);
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

    private void readValue(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> setValue(parser.getDoubleValue());
            case VALUE_NULL -> {
                // As if it were not there.
            }
            default ->
                valueProblem = new RejectedEventException(
                        Rejection.NOT_NUMERIC, "value is " + token + ", expected a JSON number");
        }
    }

    private void setValue(double number) {
        if (!Double.isFinite(number)) {
            valueProblem = new RejectedEventException(
                    Rejection.NOT_FINITE, "value is " + number + ", expected a finite number");
        } else if (Math.abs(number) > Measurement.LARGEST_VALUE) {
            valueProblem = new RejectedEventException(
                    Rejection.OUT_OF_RANGE, "value is " + number + ", expected at most ±" + Measurement.LARGEST_VALUE);
        } else {
            value = number;
            valueFound = true;
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
