package io.streamgauge.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON pointers of an event's fields as one tree, so that a single pass over the event finds them all. */
final class PointerTree {

    /** The number of a node at which no pointer ends. */
    static final int NO_FIELD = -1;

    private final Map<String, PointerTree> members = new HashMap<>();
    private int field = NO_FIELD;

    /**
     * The tree of {@code pointers}, each with its place in the list as the number of its field.
     *
     * @throws IllegalArgumentException for text that is no pointer, and for two that are the same
     */
    static PointerTree of(List<String> pointers) {
        PointerTree root = new PointerTree();
        for (int field = 0; field < pointers.size(); field++) {
            PointerTree node = root;
            for (String name : JsonPath.of(pointers.get(field)).names()) {
                node = node.members.computeIfAbsent(name, unseen -> new PointerTree());
            }
            if (node.field != NO_FIELD) {
                throw new IllegalArgumentException(
                        "JSON pointer '" + pointers.get(field) + "' stands twice, expected each once");
            }
            node.field = field;
        }
        return root;
    }

    /** The node of a member, or null if no pointer leads there. */
    @Nullable
    PointerTree member(String name) {
        return members.get(name);
    }

    /** The number of the field whose pointer ends here, or {@link #NO_FIELD}. */
    int field() {
        return field;
    }
}
