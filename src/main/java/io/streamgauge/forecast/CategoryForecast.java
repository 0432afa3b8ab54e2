package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one event brought and what is expected of the next one. Overwritten by every step. */
public final class CategoryForecast {

    /** The event's category: the vocabulary's where it has a class, else as it is looked up. */
    public String name = "";

    /** Class of the event, {@link Vocabulary#UNKNOWN} if it has none. */
    public int index;

    /** ln p of the event under the distribution issued before it; NaN for a key's first event and while no category was known. */
    public double logProbability = Double.NaN;

    /**
     * How usual the event was, {@code Σ_c min(p(c), p(event))} under the distribution issued before it; NaN as {@link
     * #logProbability}.
     *
     * <p>What is as improbable as the event counts in full, what is more probable as much as the event: one of many that are
     * equally improbable is usual all the same. Where the distribution is right, this is at most {@code α} in at most a share
     * {@code α} of all events, since it is no less than the probability of all that is no more probable than the event.
     */
    public double usual = Double.NaN;

    /** The class that had been most probable, the unknown where the present version does not have it; means nothing where {@link #logProbability} is NaN. */
    public int expected;

    /** Logarithms of the next event's probabilities [classes]; those beyond the vocabulary are −∞. */
    public final float[] next;

    /** Classes of the vocabulary that {@link #next} is about, the unknown one not counted. */
    public int known;

    /** The window that the event completed, if it did. */
    public @Nullable Window window;

    /** Event time of its first event. */
    public long windowFrom;

    /** Unknown categories that came since the last window. */
    public List<String> unknown = List.of();

    public CategoryForecast(CategorySpec spec) {
        next = new float[spec.classes()];
    }

    /** −ln p of the event, its surprisal in nats; NaN as {@link #logProbability}. */
    public double surprisal() {
        return -logProbability;
    }

    /** The probability of a class coming next. */
    public double probability(int ofClass) {
        return StrictMath.exp(next[ofClass]);
    }

    /** The {@code count} most probable classes, the most probable first; of two equally so, the lower one. */
    public int[] mostProbable(int count) {
        int[] best = new int[Math.min(count, known + 1)];
        int found = 0;
        for (int c = 0; c <= known; c++) {
            int at = found;
            while (at > 0 && next[c] > next[best[at - 1]]) {
                at--;
            }
            if (at < best.length) {
                System.arraycopy(best, at, best, at + 1, Math.min(found, best.length - 1) - at);
                best[at] = c;
                found = Math.min(found + 1, best.length);
            }
        }
        return best;
    }
}
