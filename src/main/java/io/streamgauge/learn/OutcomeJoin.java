package io.streamgauge.learn;

import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The windows of every key beside what people have said of it ({@link OutcomeLabels}): gives each window, once its outcomes
 * are known, one target more per step, the last.
 *
 * <p>A window is given out when one of its key ends {@code within + patience} or more after the window's last step, or at
 * the latest {@link OutcomeSettings#mostWaiting} records after it, where silence no longer means no. An outcome weighs as
 * much as all values of its step together, and 0 where it is unknown. A label that comes later changes nothing.
 *
 * <p>What is given out follows from the records of the same key and from how many records lie between, and from nothing
 * else: whoever reads the records again, from the origin of what was given out on, is given it again.
 */
public final class OutcomeJoin {
    /** A record that is still needed; its number counts all that came. */
    private sealed interface Arrival permits Waiting, Said {
        String key();

        long number();

        long origin();
    }

    private record Waiting(TrainingSample sample, List<Long> times, long number, long origin) implements Arrival {
        @Override
        public String key() {
            return sample.key();
        }
    }

    private record Said(String key, OutcomeLabels.Label label, long number, long origin) implements Arrival {}

    private static final class Key {
        final List<Waiting> windows = new ArrayList<>();
        final List<Said> said = new ArrayList<>();
    }

    private final OutcomeSettings settings;
    private final Map<String, Key> keys = new HashMap<>();
    /** By number, the oldest first. */
    private final LinkedHashMap<Long, Arrival> arrivals = new LinkedHashMap<>();

    private long records;

    public OutcomeJoin(OutcomeSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes a window; gives those that wait no longer, in the order in which they are to be learned from.
     *
     * @param times event times of its steps
     * @param origin where the record can be read again; rises
     */
    public List<ReadSample> window(TrainingSample sample, List<Long> times, long origin) {
        if (times.size() != sample.window().steps()) {
            throw new IllegalArgumentException("window of '" + sample.key() + "' has " + times.size()
                    + " times, expected one for each of its " + sample.window().steps() + " steps");
        }
        Waiting window = new Waiting(sample, times, records++, origin);
        arrivals.put(window.number(), window);
        Key key = keys.computeIfAbsent(sample.key(), name -> new Key());
        key.windows.add(window);
        List<ReadSample> given = new ArrayList<>();
        for (Iterator<Waiting> waiting = key.windows.iterator(); waiting.hasNext(); ) {
            Waiting next = waiting.next();
            if (isOver(next, sample.untilTime())) {
                given.add(join(key, next, settings.silenceIsNo()));
                waiting.remove();
                arrivals.remove(next.number());
            }
        }
        forgetLabels(key, sample.fromTime());
        forgetIfEmpty(sample.key(), key);
        expire(given);
        return given;
    }

    /**
     * Takes what somebody says of a key.
     *
     * @param origin where the record can be read again; rises
     */
    public List<ReadSample> label(String key, OutcomeLabels.Label label, long origin) {
        Said said = new Said(key, label, records++, origin);
        arrivals.put(said.number(), said);
        keys.computeIfAbsent(key, name -> new Key()).said.add(said);
        List<ReadSample> given = new ArrayList<>();
        expire(given);
        return given;
    }

    /** The origin of the first record that is still needed, {@code otherwise} where none is. */
    public long earliest(long otherwise) {
        Iterator<Arrival> first = arrivals.values().iterator();
        return first.hasNext() ? first.next().origin() : otherwise;
    }

    /** Keys of which anything is kept. */
    int keys() {
        return keys.size();
    }

    /** Windows that wait for their outcomes. */
    public int waiting() {
        return keys.values().stream().mapToInt(key -> key.windows.size()).sum();
    }

    private boolean isOver(Waiting window, long reached) {
        long last = window.times().get(window.times().size() - 1);
        return reached - last >= settings.within() + settings.patience();
    }

    /** Forgets what was said of the time before every window that waits or is to come. */
    private void forgetLabels(Key key, long newest) {
        long oldest = newest;
        for (Waiting window : key.windows) {
            oldest = Math.min(oldest, window.sample().fromTime());
        }
        for (Iterator<Said> said = key.said.iterator(); said.hasNext(); ) {
            Said next = said.next();
            if (next.label().to() < oldest) {
                said.remove();
                arrivals.remove(next.number());
            }
        }
    }

    /** Lets go of what has waited through too many records. */
    private void expire(List<ReadSample> given) {
        for (Iterator<Arrival> oldest = arrivals.values().iterator(); oldest.hasNext(); ) {
            Arrival arrival = oldest.next();
            if (records - arrival.number() <= settings.mostWaiting()) {
                return;
            }
            oldest.remove();
            Key key = keys.get(arrival.key());
            if (key == null) {
                throw new IllegalStateException("nothing is kept of '" + arrival.key() + "'");
            }
            if (arrival instanceof Waiting window) {
                given.add(join(key, window, false));
                key.windows.removeIf(other -> other.number() == window.number());
            } else {
                key.said.removeIf(other -> other.number() == arrival.number());
            }
            forgetIfEmpty(arrival.key(), key);
        }
    }

    private void forgetIfEmpty(String name, Key key) {
        if (key.windows.isEmpty() && key.said.isEmpty()) {
            keys.remove(name);
        }
    }

    private ReadSample join(Key key, Waiting waiting, boolean silenceIsNo) {
        // What ended before the window says nothing of its steps, and may be gone where the records are read again.
        List<Said> of = key.said.stream()
                .filter(said -> said.label().to() >= waiting.sample().fromTime())
                .toList();
        OutcomeLabels labels = new OutcomeLabels(of.stream().map(Said::label).toList(), settings.within());
        Window window = waiting.sample().window();
        int values = window.targetsPerStep();
        float[] targets = widened(window.targets(), window.steps(), values);
        float[] mask = widened(window.mask(), window.steps(), values);
        for (int t = 0; t < window.steps(); t++) {
            int outcome = t * (values + 1) + values;
            long time = waiting.times().get(t);
            targets[outcome] = labels.isYes(time) ? 1 : 0;
            mask[outcome] = labels.isKnown(time, silenceIsNo) ? values : 0;
        }
        Window joined = new Window(
                window.steps(), window.features(), values + 1, window.inputs(), targets, mask, window.initialState());
        long origin = of.stream().mapToLong(Said::origin).reduce(waiting.origin(), Math::min);
        return new ReadSample(waiting.sample().with(joined), origin);
    }

    /** Rows of {@code width} values with room for one more. */
    private static float[] widened(float[] values, int rows, int width) {
        float[] wide = new float[rows * (width + 1)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * width, wide, row * (width + 1), width);
        }
        return wide;
    }
}
