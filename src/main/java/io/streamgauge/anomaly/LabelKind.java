package io.streamgauge.anomaly;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What somebody says of a stretch of a series. */
public enum LabelKind {
    /** Nothing worth an alert: events like those in it are to raise none. */
    NORMAL("normal"),
    /** An anomaly, found or not: events like those in it are to raise an alert, and nobody learns from it. */
    ANOMALY("anomaly"),
    /** Of no interest, such as maintenance: no alert, and nobody learns from it. */
    IGNORE("ignore"),
    /** What the topology file's outcome is about: it is learned as such, and judged by nobody. */
    OUTCOME("outcome"),
    /** There was no such outcome. */
    NO_OUTCOME("no-outcome");

    private static final List<LabelKind> ALL = List.of(values());

    private final String id;

    LabelKind(String id) {
        this.id = id;
    }

    /** Name in records and on the command line. */
    public String id() {
        return id;
    }

    /** Whether it is about an outcome, rather than about an anomaly. */
    public boolean isOfOutcome() {
        return this == OUTCOME || this == NO_OUTCOME;
    }

    /** The kind of that name. */
    public static Optional<LabelKind> of(String id) {
        return ALL.stream().filter(kind -> kind.id.equals(id)).findFirst();
    }

    /** The names of all kinds, as a message lists them. */
    public static String names() {
        return String.join(", ", Arrays.stream(values()).map(LabelKind::id).toList());
    }
}
