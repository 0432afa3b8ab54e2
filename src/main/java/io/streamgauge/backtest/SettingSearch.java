package io.streamgauge.backtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A bounded search for better settings: coordinate descent from given ones.
 *
 * <p>One setting after another is turned, all others staying as they are best so far. Of one whose values have an order
 * the next value is tried, and the one after it as long as that helps, then the other direction; of one without order every
 * value. After a round in which nothing helped, or when the budget is spent, the search ends. What is tried depends on the
 * scores alone.
 */
public final class SettingSearch {

    /** A better score must be better by so much, or noise would choose. */
    static final double LEAST_GAIN = .001;

    /**
     * A setting that is turned.
     *
     * @param values to try, the one to start from among them
     * @param ordered whether neighbours are alike
     */
    public record Knob(String key, List<String> values, boolean ordered) {
        public Knob {
            values = List.copyOf(values);
        }
    }

    /**
     * Settings that were tried.
     *
     * @param number from 0 on, which is the start
     */
    public record Trial(int number, Map<String, String> settings, TuningScore score) {}

    /** What tells how good settings are. */
    public interface Judge {
        TuningScore score(int number, Map<String, String> settings);
    }

    private final List<Knob> knobs;
    private final Judge judge;
    private final int most;
    private final BooleanSupplier hasTime;
    private final List<Trial> trials = new ArrayList<>();
    private final Set<Map<String, String>> tried = new HashSet<>();

    /**
     * @param most trials, the start included
     * @param hasTime asked before every trial but the first
     */
    public SettingSearch(List<Knob> knobs, Judge judge, int most, BooleanSupplier hasTime) {
        this.knobs = List.copyOf(knobs);
        this.judge = judge;
        this.most = most;
        this.hasTime = hasTime;
    }

    /**
     * Searches.
     *
     * @param start a value of every knob
     * @return the best trial, the earliest of equal ones
     */
    public Trial run(Map<String, String> start) {
        tried.add(start);
        Trial best = judged(start);
        boolean helped = true;
        while (helped && goesOn()) {
            Trial before = best;
            for (Knob knob : knobs) {
                best = knob.ordered() ? climb(knob, best) : sweep(knob, best);
            }
            helped = best != before;
        }
        return best;
    }

    /** All that was tried, in that order. */
    public List<Trial> trials() {
        return List.copyOf(trials);
    }

    private Trial climb(Knob knob, Trial from) {
        Trial up = climb(knob, from, 1);
        return up == from ? climb(knob, from, -1) : up;
    }

    private Trial climb(Knob knob, Trial from, int direction) {
        Trial best = from;
        int at = knob.values().indexOf(from.settings().get(knob.key())) + direction;
        while (at >= 0 && at < knob.values().size()) {
            Trial next = better(best, knob, knob.values().get(at));
            if (next == best) {
                return best;
            }
            best = next;
            at += direction;
        }
        return best;
    }

    private Trial sweep(Knob knob, Trial from) {
        Trial best = from;
        for (String value : knob.values()) {
            best = better(best, knob, value);
        }
        return best;
    }

    /** The trial of another value where it is better, else {@code best}. */
    private Trial better(Trial best, Knob knob, String value) {
        Map<String, String> settings = new LinkedHashMap<>(best.settings());
        settings.put(knob.key(), value);
        if (!goesOn() || !tried.add(settings)) {
            return best;
        }
        Trial next = judged(settings);
        return next.score().skill() > best.score().skill() + LEAST_GAIN ? next : best;
    }

    private Trial judged(Map<String, String> settings) {
        Trial trial = new Trial(trials.size(), Map.copyOf(settings), judge.score(trials.size(), settings));
        trials.add(trial);
        return trial;
    }

    private boolean goesOn() {
        return trials.size() < most && hasTime.getAsBoolean();
    }
}
