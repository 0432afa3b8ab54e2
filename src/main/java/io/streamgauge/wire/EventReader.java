package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Measurement;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reader of one event: JSON in, measurement out, or the reason why not.
 *
 * <p>The fields are found by JSON pointers through objects. The time is a number (epoch seconds, or milliseconds from
 * 10¹¹ on) or text ({@link TimeText}); a value or numeric covariate is a JSON number; a category is text, a number or a
 * flag as it is written. What is null or absent is missing. Read as a stream, without a tree, and within limits on depth,
 * names, numbers and size; duplicate names are refused.
 *
 * <p>Not thread-safe: one reader per thread.
 */
public final class EventReader {

    private static final long EARLIEST = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    /** Number of the time among the fields; values, numeric covariates and categories follow. */
    private static final int TIME_FIELD = 0;

    private final EventLayout layout;
    private final List<String> pointers;
    private final PointerTree root;
    private final int firstCovariate;
    private final int firstCategory;
    private final int firstId;
    private final int maxBytes;
    private final JsonFactory json;

    private boolean timeFound;
    private long time;
    private @Nullable RejectedEventException timeProblem;
    private double[] values = {};
    private double[] covariates = {};
    private int[] categories = {};
    private @Nullable RejectedEventException problem;
    private final OptionalLong[] ids;
    private final @Nullable String[] idTexts;

    /** A reader of events of a time and a value. */
    public EventReader(String timePointer, String valuePointer, int maxBytes) {
        this(new EventLayout(timePointer, valuePointer), maxBytes);
    }

    /**
     * @param layout where the fields stand
     * @param maxBytes longest event
     */
    public EventReader(EventLayout layout, int maxBytes) {
        this(layout, Optional.empty(), maxBytes);
    }

    /**
     * @param layout where the fields stand
     * @param idPointer where an event's id stands
     * @param maxBytes longest event
     */
    public EventReader(EventLayout layout, Optional<String> idPointer, int maxBytes) {
        this(layout, idPointer.stream().toList(), maxBytes);
    }

    /**
     * @param layout where the fields stand
     * @param idPointers where texts and numbers stand that only have to be told apart
     * @param maxBytes longest event
     */
    public EventReader(EventLayout layout, List<String> idPointers, int maxBytes) {
        this.layout = layout;
        pointers =
                Stream.concat(layout.pointers().stream(), idPointers.stream()).toList();
        firstId = layout.pointers().size();
        ids = new OptionalLong[idPointers.size()];
        idTexts = new String[idPointers.size()];
        root = PointerTree.of(pointers);
        firstCovariate = TIME_FIELD + 1 + layout.targets().size();
        firstCategory = firstCovariate + layout.covariates().size();
        this.maxBytes = maxBytes;
        json = StrictJson.factory(maxBytes);
    }

    public Measurement read(byte @Nullable [] bytes) throws RejectedEventException {
        parse(bytes);
        return measurement();
    }

    /** Reads an event that is one of many of a value, whatever it holds beside its time. */
    public RawEvent readRaw(byte @Nullable [] bytes) throws RejectedEventException {
        parse(bytes);
        requireTime();
        return new RawEvent(time, values, ids.clone());
    }

    private void parse(byte @Nullable [] bytes) throws RejectedEventException {
        if (bytes == null) {
            throw new RejectedEventException(Rejection.NULL_VALUE, "the record has no value");
        }
        if (bytes.length > maxBytes) {
            throw new RejectedEventException(
                    Rejection.OVERSIZE_EVENT, "event has " + bytes.length + " bytes, expected at most " + maxBytes);
        }
        clear();
        try (JsonParser parser = json.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedEventException(Rejection.MALFORMED_JSON, "event is no JSON object");
            }
            readObject(parser, root);
            if (parser.nextToken() != null) {
                throw new RejectedEventException(Rejection.MALFORMED_JSON, "event goes on after its object");
            }
        } catch (JsonParseException e) {
            throw new RejectedEventException(Rejection.MALFORMED_JSON, StrictJson.oneLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new RejectedEventException(Rejection.MALFORMED_JSON, StrictJson.oneLine(e.getMessage()));
        }
    }

    /** A number that stands for the id of the event that was read last; empty where it has none. */
    public OptionalLong id() {
        return ids.length == 0 ? OptionalLong.empty() : ids[0];
    }

    /** The text of the id of the event that was read last, null where it has none. */
    public @Nullable String idText() {
        return ids.length == 0 ? null : idTexts[0];
    }

    private void clear() {
        Arrays.fill(idTexts, null);
        Arrays.fill(ids, OptionalLong.empty());
        timeFound = false;
        timeProblem = null;
        problem = null;
        values = new double[layout.targets().size()];
        Arrays.fill(values, Double.NaN);
        covariates = new double[layout.covariates().size()];
        Arrays.fill(covariates, Double.NaN);
        categories = new int[layout.categories().size()];
        Arrays.fill(categories, Covariates.UNKNOWN);
    }

    private void requireTime() throws RejectedEventException {
        if (timeProblem != null) {
            throw timeProblem;
        }
        if (!timeFound) {
            throw new RejectedEventException(Rejection.MISSING_TIME, "no time at " + layout.time());
        }
        if (problem != null) {
            throw problem;
        }
    }

    private Measurement measurement() throws RejectedEventException {
        requireTime();
        if (!layout.withoutValues() && !hasValue()) {
            throw new RejectedEventException(
                    Rejection.MISSING_VALUE, "no value at " + String.join(", ", layout.targets()));
        }
        return new Measurement(time, values, covariates, categories);
    }

    private boolean hasValue() {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the members of an object to which {@code node}'s pointers lead. */
    private void readObject(JsonParser parser, PointerTree node) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            PointerTree member = node.member(parser.currentName());
            JsonToken token = parser.nextToken();
            if (member != null && member.field() != PointerTree.NO_FIELD) {
                readField(parser, token, member.field());
            }
            if (member != null && parser.currentToken() == JsonToken.START_OBJECT) {
                readObject(parser, member);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readField(JsonParser parser, JsonToken token, int field) throws IOException {
        if (field == TIME_FIELD) {
            readTime(parser, token);
        } else if (field >= firstId) {
            readId(parser, token, field);
        } else if (token == JsonToken.START_ARRAY && layout.knownAhead().contains(pointers.get(field))) {
            readFirst(parser, field);
        } else {
            readScalar(parser, token, field);
        }
    }

    /** Reads the first element of an array, whose next ones are further ahead than a step looks. */
    private void readFirst(JsonParser parser, int field) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.END_ARRAY) {
            return;
        }
        readScalar(parser, first, field);
        do {
            parser.skipChildren();
        } while (parser.nextToken() != JsonToken.END_ARRAY);
    }

    private void readScalar(JsonParser parser, JsonToken token, int field) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (field < firstCategory) {
            readNumber(parser, token, field);
        } else if (token.isScalarValue()) {
            categories[field - firstCategory] = Covariates.row(parser.getText(), layout.categoryRows());
        } else {
            reject(Rejection.INVALID_CATEGORY, field, token + ", expected text, a number, true or false");
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

    private void readId(JsonParser parser, JsonToken token, int field) throws IOException {
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
            String text = parser.getText();
            idTexts[field - firstId] = text;
            ids[field - firstId] = OptionalLong.of(EventIds.number(text));
        } else if (token != JsonToken.VALUE_NULL) {
            reject(Rejection.INVALID_ID, field, token + ", expected text or a number");
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

    private void readNumber(JsonParser parser, JsonToken token, int field) throws IOException {
        if (!token.isNumeric()) {
            reject(Rejection.NOT_NUMERIC, field, token + ", expected a JSON number");
            return;
        }
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            reject(Rejection.NOT_FINITE, field, number + ", expected a finite number");
        } else if (Math.abs(number) > Measurement.LARGEST_VALUE) {
            reject(Rejection.OUT_OF_RANGE, field, number + ", expected at most ±" + Measurement.LARGEST_VALUE);
        } else if (field < firstCovariate) {
            values[field - TIME_FIELD - 1] = number;
        } else {
            covariates[field - firstCovariate] = number;
        }
    }

    private void reject(Rejection reason, int field, String found) {
        problem = new RejectedEventException(reason, pointers.get(field) + " is " + found);
    }
}
