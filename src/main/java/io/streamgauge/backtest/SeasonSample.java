package io.streamgauge.backtest;

import io.streamgauge.signal.Cadence;
import io.streamgauge.signal.SeasonSearch;
import io.streamgauge.wire.SourceEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The beginning of each series of some history, from which their season is found.
 *
 * <p>Of at most {@value #MOST_SERIES} series at most {@value #MOST_VALUES} values each are kept, a target of a key being a
 * series of its own. They stand where the forecaster counts them ({@link Cadence#position}), a pause as missing values.
 */
public final class SeasonSample {

    static final int MOST_SERIES = 32;
    static final int MOST_VALUES = 8192;

    private static final double DAY_MILLIS = 86_400_000;
    private static final double WEEK_MILLIS = 7 * DAY_MILLIS;
    /** By so much, as a share, values may miss a whole number to a day. */
    private static final double UNEVEN = .001;
    /** What a few seasons of a smooth shape tell, as a share. */
    private static final double VAGUE = .01;

    private final Map<String, Key> keys = new LinkedHashMap<>();
    private int series;

    /** Takes the next event; one that is not later than its key's last counts for nothing. */
    public void take(SourceEvent event) {
        Key key = keys.get(event.key());
        if (key == null) {
            if (series + event.values().length > MOST_SERIES && series > 0) {
                return;
            }
            key = new Key(event.values().length);
            keys.put(event.key(), key);
            series += event.values().length;
        }
        key.take(event);
    }

    /** Whether further events of the series that are kept change nothing any more. */
    public boolean isFull() {
        return series >= MOST_SERIES && keys.values().stream().allMatch(Key::isFull);
    }

    /** Series that are kept. */
    public int series() {
        return series;
    }

    /** Values of the longest of them, missing ones included. */
    public int values() {
        return keys.values().stream().mapToInt(key -> key.size).max().orElse(0);
    }

    /** The season of all of them. */
    public SeasonSearch.Outcome search() {
        List<double[]> all = new ArrayList<>();
        for (Key key : keys.values()) {
            for (double[] values : key.values) {
                all.add(Arrays.copyOf(values, key.size));
            }
        }
        SeasonSearch.Outcome found = SeasonSearch.search(all);
        return found.isFound() ? new SeasonSearch.Outcome(byTheClock(found.season()), found.autocorrelation()) : found;
    }

    /** The clock's day or week where the season comes as near to it as few seasons can tell. */
    private int byTheClock(int season) {
        double interval = keys.values().iterator().next().cadence.interval();
        for (double millis : new double[] {DAY_MILLIS, WEEK_MILLIS}) {
            double values = millis / interval;
            long whole = Math.round(values);
            if (Math.abs(values - whole) <= UNEVEN * values && Math.abs(season - whole) <= VAGUE * whole) {
                return (int) whole;
            }
        }
        return season;
    }

    /** One key's values from its second event on: before it has an interval, an event has no place. */
    private static final class Key {
        private final Cadence cadence = new Cadence();
        private final double[][] values;
        private long events;
        private long first;
        private int size;

        private Key(int targets) {
            values = new double[targets][MOST_VALUES];
        }

        private boolean isFull() {
            return size == MOST_VALUES;
        }

        private void take(SourceEvent event) {
            if (events > 0 && event.time() <= cadence.last() || isFull()) {
                return;
            }
            long before = cadence.position();
            cadence.update(event.time());
            events++;
            if (events < 2) {
                return;
            }
            if (size == 0 || cadence.position() <= before) {
                first = cadence.position(); // a new rhythm counts anew
                size = 0;
            }
            int place = (int) Math.min(MOST_VALUES, cadence.position() - first);
            for (int k = 0; k < values.length; k++) {
                Arrays.fill(values[k], size, place, Double.NaN);
                if (place < MOST_VALUES) {
                    values[k][place] = event.values()[k];
                }
            }
            size = Math.min(MOST_VALUES, place + 1);
        }
    }
}
