package io.streamgauge.app;

import io.streamgauge.backtest.SettingSearch.Knob;
import io.streamgauge.config.Cell;
import io.streamgauge.config.TopologyConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings that {@code tune} turns, what most depends on first, and the values that it tries. */
final class TuneKnobs {

    private static final String SEASON = "season";
    private static final String MEMORY = "readout.memory";
    private static final String RATE = "trainer.learning-rate";
    private static final String CELL = "network.cell";
    private static final String HIDDEN = "network.hidden";

    /** The keys, in that order. */
    static final List<String> KEYS = List.of(SEASON, MEMORY, RATE, CELL, HIDDEN);

    private static final List<String> MEMORIES = List.of("1000", "2500", "5000", "10000", "20000");
    private static final List<String> RATES = List.of("0.0005", "0.001", "0.002", "0.004", "0.008", "0.016");
    private static final List<String> SIZES = List.of("16", "32", "64");
    private static final List<String> CELLS = List.of(Cell.GRU.text(), Cell.LSTM.text(), Cell.RNN_TANH.text());
    private static final String DAY = "0";

    private TuneKnobs() {}

    /** The settings as a topology has them. */
    static Map<String, String> start(TopologyConfig topology) {
        Map<String, String> start = new LinkedHashMap<>();
        KEYS.forEach(key -> start.put(key, value(topology, key)));
        return start;
    }

    private static String value(TopologyConfig topology, String key) {
        return switch (key) {
            case SEASON -> Integer.toString(topology.season());
            case MEMORY -> Integer.toString(topology.readoutMemory());
            case RATE -> plain(topology.trainer().learningRate());
            case CELL -> topology.network().cell().text();
            case HIDDEN -> Integer.toString(topology.network().hidden());
            default -> throw new IllegalArgumentException("key is '" + key + "', expected one of " + KEYS);
        };
    }

    /**
     * The values to try.
     *
     * @param topology to start from
     * @param season that was found in the history, 0 for none
     */
    static List<Knob> of(TopologyConfig topology, int season) {
        return List.of(
                new Knob(SEASON, unordered(value(topology, SEASON), List.of(Integer.toString(season), DAY)), false),
                new Knob(MEMORY, ordered(value(topology, MEMORY), MEMORIES), true),
                new Knob(RATE, ordered(value(topology, RATE), RATES), true),
                new Knob(CELL, unordered(value(topology, CELL), CELLS), false),
                new Knob(HIDDEN, ordered(value(topology, HIDDEN), SIZES), true));
    }

    private static List<String> unordered(String start, List<String> others) {
        Set<String> values = new LinkedHashSet<>(List.of(start));
        values.addAll(others);
        return List.copyOf(values);
    }

    /** The ladder with the start in its place. */
    private static List<String> ordered(String start, List<String> ladder) {
        List<String> values = new ArrayList<>(ladder);
        if (!values.contains(start)) {
            values.add(start);
            values.sort((left, right) -> new BigDecimal(left).compareTo(new BigDecimal(right)));
        }
        return values;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
