package io.streamgauge.anomaly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The watch for keys that stop.
 *
 * <pre>
 *   by event time   T ≥ t + limit·interval            T: the newest event time that two keys have reached, or the only one
 *   by the clock    now ≥ arrived + limit·max(interval, g)    g ← max(now − arrived, .98·g) with every arrival
 * </pre>
 *
 * <p>t and arrived are event time and arrival of the key's last value. The clock says nothing while something waits to
 * be read: a backlog of ours is no silence of theirs. A key that has not arrived since this watch began is given that
 * long from its beginning on, since what makes it come in heaps is not known yet. Event time is taken from two keys, so
 * that one that runs ahead makes nobody silent. Lives in memory; one per task, not thread-safe.
 */
public final class SilenceWatch {

    private static final double GAP_FADE = .98;
    /** Arrivals before the clock says anything: the first ones come at once, out of a backlog. */
    private static final int LEAST_ARRIVALS = 5;

    private static final long NEVER = Long.MIN_VALUE;

    private final Map<String, Watched> keys = new HashMap<>();
    private final PriorityQueue<Watched> byEventTime =
            new PriorityQueue<>((a, b) -> Long.compare(a.queuedDue, b.queuedDue));
    private String leader = "";
    private long leaderTime = NEVER;
    private long secondTime = NEVER;

    /**
     * A key that has become silent.
     *
     * @param time event time by which it is: what the others have reached, or that of its last value and the clock's time
     *     since
     */
    public record Silent(String key, long time) {}

    private static final class Watched {
        private final String key;
        private long lastTime;
        private double interval;
        private double limit;
        private long arrived = NEVER;
        /** The clock when waiting for its next value began. */
        private long waiting = NEVER;

        private long arrivals;
        /** Event time up to which somebody has excused it. */
        private long excusedTo = NEVER;

        private double gap;
        /** Whether it has arrived since this watch began. */
        private boolean seen;

        private long queuedDue;
        private boolean queued;
        private boolean silent;

        private Watched(String key) {
            this.key = key;
        }

        private long due() {
            double after = limit * interval;
            return after > 0 && after < Long.MAX_VALUE / 4.0
                    ? Math.max(lastTime + (long) after, excusedTo + 1)
                    : Long.MAX_VALUE;
        }

        /** The event time that its source has reached by the clock. */
        private long timeAt(long now) {
            return arrived == NEVER ? lastTime : lastTime + Math.max(0, now - arrived);
        }

        private boolean isDueByClock(long now) {
            double after = limit * Math.max(interval, gap);
            return !silent
                    && arrivals >= LEAST_ARRIVALS
                    && interval > 0
                    && now - waiting >= after
                    && timeAt(now) > excusedTo;
        }
    }

    /**
     * Takes note of a value.
     *
     * @param time its event time
     * @param now the clock
     * @param interval the key's usual interval in milliseconds, 0 where it is not known
     * @param limit usual intervals without a value after which the key is silent
     */
    public void arrived(String key, long time, long now, double interval, double limit) {
        Watched watched = remember(key, time, interval, limit);
        if (watched.seen) {
            watched.gap = Math.max(now - watched.arrived, GAP_FADE * watched.gap);
        }
        watched.seen = true;
        watched.arrived = now;
        watched.waiting = now;
        watched.arrivals++;
        lead(key, time);
    }

    /**
     * Takes note of a key whose last value came before this watch began.
     *
     * @param arrived when it came, by the clock
     * @param now the clock
     * @param arrivals how many have come
     */
    public void resumed(String key, long time, long arrived, long now, long arrivals, double interval, double limit) {
        if (!keys.containsKey(key)) {
            Watched watched = remember(key, time, interval, limit);
            watched.arrived = arrived;
            watched.waiting = now;
            watched.arrivals = arrivals;
        }
    }

    /** Looks at a key that is silent again when the time for which somebody has excused it is over. */
    public void excuse(String key, long to) {
        Watched watched = keys.get(key);
        if (watched != null) {
            watched.silent = false;
            watched.excusedTo = Math.max(watched.excusedTo, to);
            if (!watched.queued && watched.due() != Long.MAX_VALUE) {
                enqueue(watched);
            }
        }
    }

    /**
     * The event time that a key should have reached.
     *
     * @param now the clock
     */
    public long reached(String key, long now) {
        Watched watched = keys.get(key);
        return watched == null ? eventTime() : Math.max(eventTime(), watched.timeAt(now));
    }

    private Watched remember(String key, long time, double interval, double limit) {
        Watched watched = keys.computeIfAbsent(key, Watched::new);
        watched.lastTime = time;
        watched.interval = interval;
        watched.limit = limit;
        watched.silent = false;
        watched.excusedTo = NEVER;
        if (!watched.queued && watched.due() != Long.MAX_VALUE) {
            enqueue(watched);
        }
        return watched;
    }

    private void enqueue(Watched watched) {
        watched.queued = true;
        watched.queuedDue = watched.due();
        byEventTime.add(watched);
    }

    private void lead(String key, long time) {
        if (key.equals(leader)) {
            leaderTime = Math.max(leaderTime, time);
        } else if (time > leaderTime) {
            secondTime = leaderTime;
            leader = key;
            leaderTime = time;
        } else {
            secondTime = Math.max(secondTime, time);
        }
    }

    /** The event time that all keys should have reached. */
    public long eventTime() {
        return secondTime == NEVER ? leaderTime : secondTime;
    }

    /** The keys that have become silent by event time since this was last asked. */
    public List<Silent> silentByEventTime() {
        long now = eventTime();
        List<Silent> silent = new ArrayList<>();
        while (!byEventTime.isEmpty() && byEventTime.peek().queuedDue <= now) {
            Watched watched = byEventTime.remove();
            watched.queued = false;
            if (watched.due() <= now) {
                if (!watched.silent) {
                    watched.silent = true;
                    silent.add(new Silent(watched.key, now));
                }
            } else if (watched.due() != Long.MAX_VALUE) {
                enqueue(watched);
            }
        }
        return silent;
    }

    /**
     * The keys that have become silent by the clock since this was last asked.
     *
     * @param now the clock
     * @param caughtUp whether all that there is has been read
     */
    public List<Silent> silentByClock(long now, boolean caughtUp) {
        List<Silent> silent = new ArrayList<>();
        if (!caughtUp) {
            return silent;
        }
        for (Watched watched : keys.values()) {
            if (watched.isDueByClock(now)) {
                watched.silent = true;
                silent.add(new Silent(watched.key, watched.timeAt(now)));
            }
        }
        silent.sort(Comparator.comparing(Silent::key));
        return silent;
    }

    /** Forgets a key. */
    public void forget(String key) {
        Watched watched = keys.remove(key);
        if (watched != null && watched.queued) {
            byEventTime.remove(watched);
        }
    }

    /** Keys that are watched. */
    public int size() {
        return keys.size();
    }
}
