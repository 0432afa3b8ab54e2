package io.streamgauge.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The writer of events: the counterpart of {@link EventReader}, for whatever publishes a file or generated values. */
public final class EventWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonPath timePath;
    private final JsonPath valuePath;

    /**
     * @param timePointer JSON pointer of the event time
     * @param valuePointer JSON pointer of the value
     */
    public EventWriter(String timePointer, String valuePointer) {
        timePath = JsonPath.of(timePointer);
        valuePath = JsonPath.of(valuePointer);
    }

    /**
     * @param time epoch milliseconds; written as ISO 8601, which no reader takes for seconds
     * @param value written as it is
     */
    public byte[] write(long time, double value) {
        ObjectNode root = JSON.createObjectNode();
        parent(root, timePath).put(last(timePath), Instant.ofEpochMilli(time).toString());
        parent(root, valuePath).put(last(valuePath), value);
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JacksonException e) {
            throw new IllegalStateException("an object of numbers is always JSON", e);
        }
    }

    private static ObjectNode parent(ObjectNode root, JsonPath path) {
        ObjectNode node = root;
        for (int i = 0; i < path.names().length - 1; i++) {
            node = node.withObjectProperty(path.names()[i]);
        }
        return node;
    }

    private static String last(JsonPath path) {
        return path.names()[path.names().length - 1];
    }
}
