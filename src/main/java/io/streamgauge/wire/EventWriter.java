package io.streamgauge.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * The writer of events: the counterpart of {@link EventReader}, for whatever publishes a file or generated values.
 *
 * <p>The time is written as ISO 8601, which no reader takes for seconds; numbers as they are; what is missing not at all.
 */
public final class EventWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonPath time;
    private final List<JsonPath> targets;
    private final List<JsonPath> covariates;
    private final List<JsonPath> categories;

    /** A writer of events of a time and a value. */
    public EventWriter(String timePointer, String valuePointer) {
        this(new EventLayout(timePointer, valuePointer));
    }

    /**
     * @param layout where the fields stand
     */
    public EventWriter(EventLayout layout) {
        time = JsonPath.of(layout.time());
        targets = layout.targets().stream().map(JsonPath::of).toList();
        covariates = layout.covariates().stream().map(JsonPath::of).toList();
        categories = layout.categories().stream().map(JsonPath::of).toList();
    }

    /** Writes an event of one value. */
    public byte[] write(long time, double value) {
        return write(new SourceEvent("", time, "", value));
    }

    /** Writes an event of as many values, covariates and categories as the layout has. */
    public byte[] write(SourceEvent event) {
        ObjectNode root = JSON.createObjectNode();
        parent(root, time).put(last(time), Instant.ofEpochMilli(event.time()).toString());
        write(root, targets, event.values());
        write(root, covariates, event.covariates());
        for (int i = 0; i < categories.size(); i++) {
            String category = event.categories().get(i);
            if (!category.isEmpty()) {
                parent(root, categories.get(i)).put(last(categories.get(i)), category);
            }
        }
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JacksonException e) {
            throw new IllegalStateException("an object of numbers is always JSON", e);
        }
    }

    private static void write(ObjectNode root, List<JsonPath> paths, double[] numbers) {
        for (int i = 0; i < paths.size(); i++) {
            if (!Double.isNaN(numbers[i])) {
                parent(root, paths.get(i)).put(last(paths.get(i)), numbers[i]);
            }
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
