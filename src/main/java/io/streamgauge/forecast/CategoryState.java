package io.streamgauge.forecast;

import io.streamgauge.nn.Exponential;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.Successions;
import io.streamgauge.signal.Half;
import io.streamgauge.signal.StateFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is remembered of one key's categories between two events.
 *
 * <p>Mutable, and changed by {@link CategoryForecaster#step} alone. Its layout follows from the {@link CategorySpec}.
 */
public final class CategoryState {

    /** Unknown categories that wait for the next window; more are not told of. */
    static final int MOST_UNKNOWN = 8;

    final HiddenState hidden;
    /** Logarithms of the probabilities issued for the next event [classes], in half precision. */
    private final short[] issued;
    /** Null for a key of which no windows are cut. */
    private @Nullable CategoryWindows windows;

    private final Set<String> unknown = new LinkedHashSet<>();

    private long count;
    private long firstTime;
    private long lastTime;
    private long generation;
    private long version;
    /** Size of the vocabulary under which was issued. */
    private int known;
    /** Class of the last event; {@link Successions#NONE} before the first. */
    private int last = Successions.NONE;

    /**
     * The state of a key that has not been seen.
     *
     * @param sampled whether windows are cut of it
     */
    public CategoryState(CategorySpec spec, boolean sampled) {
        hidden = new HiddenState(spec.network());
        issued = new short[spec.classes()];
        sample(spec, sampled);
    }

    /** Begins or ends to keep what windows are cut from. */
    public void sample(CategorySpec spec, boolean sampled) {
        if (sampled != isSampled()) {
            windows = sampled ? new CategoryWindows(spec) : null;
        }
    }

    /** Whether windows are cut of the key. */
    public boolean isSampled() {
        return windows != null;
    }

    @Nullable
    CategoryWindows windows() {
        return windows;
    }

    /** Events seen so far. */
    public long count() {
        return count;
    }

    /** Event time of the last event in epoch milliseconds; meaningless while {@link #count} is 0. */
    public long lastTime() {
        return lastTime;
    }

    /** The mean time from one event to the next in milliseconds; 0 until two have arrived at different times. */
    public double interval() {
        return count < 2 ? 0 : (lastTime - firstTime) / (double) (count - 1);
    }

    /** Generation of the weights that made the last step. */
    public long generation() {
        return generation;
    }

    /** Version of the weights that made the last step. */
    public long version() {
        return version;
    }

    /** Unknown categories of which no window has told yet, in the order in which they came. */
    public List<String> unknown() {
        return new ArrayList<>(unknown);
    }

    /** Puts back what {@link #unknown} gave. */
    public void restoreUnknown(Collection<String> categories) {
        unknown.clear();
        unknown.addAll(categories);
    }

    void meetUnknown(String category) {
        if (windows != null && unknown.size() < MOST_UNKNOWN) {
            unknown.add(category);
        }
    }

    List<String> tellUnknown() {
        List<String> told = unknown();
        unknown.clear();
        return told;
    }

    /** Whether anything was issued for the next event: of nothing but the unknown nothing is. */
    boolean hasIssued() {
        return count > 0 && known > 0;
    }

    /** ln p of a class, as it was issued; a class that was unknown then counts as the unknown one. */
    double issued(int index) {
        return Half.value(issued[index <= known ? index : Vocabulary.UNKNOWN]);
    }

    /** Σ_c min(p(c), p(index)) over what was issued; more than 0. */
    double usual(int index) {
        float own = (float) issued(index);
        double sum = 0;
        for (int c = 0; c <= known; c++) {
            sum += Exponential.of(Math.min(own, Half.value(issued[c])));
        }
        return sum;
    }

    /** The most probable class of what was issued. */
    int likeliest() {
        int best = 0;
        for (int c = 1; c <= known; c++) {
            best = Half.value(issued[c]) > Half.value(issued[best]) ? c : best;
        }
        return best;
    }

    void issue(float[] logProbabilities, int vocabulary) {
        for (int c = 0; c <= vocabulary; c++) {
            issued[c] = Half.of(logProbabilities[c]);
        }
        known = vocabulary;
    }

    /** Class of the last event that was taken in. */
    int last() {
        return last;
    }

    void advance(long time, int index, ModelSnapshot model) {
        last = index;
        firstTime = count == 0 ? time : firstTime;
        lastTime = time;
        count++;
        generation = model.generation();
        version = model.version();
    }

    /** Passes what holds under every {@link CategorySpec} through {@code fields}: when the last step was, and made by what. */
    public void lasting(StateFields fields) {
        fields.part(StatePart.SERIES);
        count = fields.integer(count);
        firstTime = fields.integer(firstTime);
        lastTime = fields.integer(lastTime);
        generation = fields.integer(generation);
        version = fields.integer(version);
    }

    /**
     * Passes every other field through {@code fields} but the unknown categories, which are texts.
     *
     * @param withLast whether the last event's class is among them: the first states had none
     */
    public void fields(StateFields fields, boolean withLast) {
        fields.part(StatePart.SERIES);
        known = fields.small(known);
        if (withLast) {
            last = fields.small(last);
        }
        fields.reals(hidden.values());
        fields.part(StatePart.PENDING);
        fields.shorts(issued);
        if (windows != null) {
            fields.part(StatePart.WINDOWS);
            windows.fields(fields);
        }
    }
}
