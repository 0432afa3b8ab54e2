package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Lineage} has seen of the champions since the weights that it would go back to.
 *
 * @param fallback weights that a degraded champion gives way to; null before any promotion
 * @param worse judged blocks in a row in which the champion was worse than these beyond the margin
 * @param good judged blocks in a row in which it was not
 */
public record ProbationState(@Nullable Parameters fallback, int worse, int good) {

    /** Nothing promoted, nothing seen. */
    public static final ProbationState INITIAL = new ProbationState(null, 0, 0);
}
