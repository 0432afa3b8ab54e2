package io.streamgauge.backtest;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;

/** The last events of one series, each with what had been forecast for it. */
final class Recent {

    /** So many that single events can still be told apart in a picture. */
    private static final int CAPACITY = 288;

    private final Deque<Event> events = new ArrayDeque<>(CAPACITY);

    /** One event; NaN where there was no value or no forecast. */
    record Event(String time, double value, double forecast, double lower, double upper, double score) {}

    void add(String time, TargetStep step, double score) {
        if (events.size() == CAPACITY) {
            events.removeFirst();
        }
        events.addLast(
                new Event(time, step.value(), step.previousMean(), step.previousLower(), step.previousUpper(), score));
    }

    Collection<Event> events() {
        return Collections.unmodifiableCollection(events);
    }
}
