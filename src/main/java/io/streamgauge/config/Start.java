package io.streamgauge.config;

import java.time.Instant;

/** The place in the source topic where a first start begins; later starts go on where the last one stopped. */
public sealed interface Start {
    /** The oldest event that the topic still holds. */
    record Earliest() implements Start {}

    /** The next event to arrive. */
    record Latest() implements Start {}

    /** The first event whose record timestamp is not before {@code time}. */
    record At(Instant time) implements Start {}
}
