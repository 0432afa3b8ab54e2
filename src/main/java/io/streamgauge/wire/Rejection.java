package io.streamgauge.wire;

import java.util.Arrays;
import java.util.List;

/** Why an event was not taken in; its id stands in the dead letter's headers and in the metric's label. */
public enum Rejection {
    NULL_KEY("null_key"),
    INVALID_KEY("invalid_key"),
    OVERSIZE_KEY("oversize_key"),
    NULL_VALUE("null_value"),
    OVERSIZE_EVENT("oversize_event"),
    MALFORMED_JSON("malformed_json"),
    MALFORMED_VALUE("malformed_value"),
    UNKNOWN_SCHEMA("unknown_schema"),
    MISSING_TIME("missing_time"),
    INVALID_TIME("invalid_time"),
    FUTURE_TIME("future_time"),
    LATE("late"),
    DUPLICATE("duplicate"),
    KEY_LIMIT("key_limit"),
    INVALID_ID("invalid_id"),
    MISSING_VALUE("missing_value"),
    NOT_NUMERIC("not_numeric"),
    INVALID_CATEGORY("invalid_category"),
    NOT_FINITE("not_finite"),
    OUT_OF_RANGE("out_of_range"),
    INVALID_LABEL("invalid_label");

    /** The ids of all reasons. */
    public static final List<String> IDS =
            Arrays.stream(values()).map(Rejection::id).toList();

    private final String id;

    Rejection(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
