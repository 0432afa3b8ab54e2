package io.streamgauge.wire;

import io.streamgauge.signal.Measurement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is remembered of a key's events beside its state: the ids of the latest ones, and those that wait for earlier ones.
 *
 * <p>Mutable, and bounded in both.
 */
public final class EventMemory {

    private static final Comparator<HeldEvent> BY_TIME =
            Comparator.comparingLong(held -> held.measurement().time());

    private final int mostIds;
    private final int mostHeld;
    final Deque<Long> ids = new ArrayDeque<>();
    /** In event time, no two of the same. */
    final List<HeldEvent> held = new ArrayList<>();

    /**
     * An event that waits.
     *
     * @param offset its offset in the source partition
     */
    public record HeldEvent(Measurement measurement, long offset) {}

    /**
     * @param mostIds ids that are remembered; a further one takes the place of the oldest
     * @param mostHeld events that wait; a further one lets the earliest go
     */
    public EventMemory(int mostIds, int mostHeld) {
        this.mostIds = mostIds;
        this.mostHeld = mostHeld;
    }

    /** Whether there is nothing to remember. */
    public boolean isEmpty() {
        return ids.isEmpty() && held.isEmpty();
    }

    /** Whether events wait. */
    public boolean isWaiting() {
        return !held.isEmpty();
    }

    /** Refuses an event whose id is remembered. */
    public void refuseKnown(OptionalLong id) throws RejectedEventException {
        if (id.isPresent() && ids.contains(id.getAsLong())) {
            throw new RejectedEventException(
                    Rejection.DUPLICATE,
                    "the id is among the last " + ids.size() + " of its key, expected another one");
        }
    }

    /** Remembers an event's id, where it has one. */
    public void remember(OptionalLong id) {
        if (id.isPresent()) {
            ids.addLast(id.getAsLong());
            trimIds();
        }
    }

    /** Refuses an event at whose time another one waits. */
    public void refuseHeld(Measurement measurement) throws RejectedEventException {
        for (HeldEvent other : held) {
            if (other.measurement().time() == measurement.time()) {
                boolean same = Arrays.equals(other.measurement().values(), measurement.values());
                throw new RejectedEventException(
                        same ? Rejection.DUPLICATE : Rejection.LATE,
                        "time is " + measurement.time() + ", at which another event of the key waits");
            }
        }
    }

    /** Lets an event wait; whether a later one was waiting already. */
    public boolean hold(HeldEvent event) {
        boolean overtaken = held.stream()
                .anyMatch(other ->
                        other.measurement().time() > event.measurement().time());
        held.add(event);
        held.sort(BY_TIME);
        return overtaken;
    }

    /**
     * Lets go, in event time, of what need not wait any longer.
     *
     * @param waitMillis how much newer an event lets one go
     */
    public List<HeldEvent> release(long waitMillis) {
        if (held.isEmpty()) {
            return List.of();
        }
        long newest = held.get(held.size() - 1).measurement().time();
        int due = Math.max(0, held.size() - mostHeld);
        while (due < held.size() && held.get(due).measurement().time() <= newest - waitMillis) {
            due++;
        }
        List<HeldEvent> first = held.subList(0, due);
        List<HeldEvent> released = List.copyOf(first);
        first.clear();
        return released;
    }

    /** Lets go of all that wait. */
    public List<HeldEvent> releaseAll() {
        List<HeldEvent> released = List.copyOf(held);
        held.clear();
        return released;
    }

    void trimIds() {
        while (ids.size() > mostIds) {
            ids.removeFirst();
        }
    }
}
