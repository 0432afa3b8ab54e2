package io.streamgauge.anomaly;

import java.util.ArrayList;
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
 * <p>t and arrived are event time and arrival of the key's last value. A key is watched by the clock only once it has
 * arrived here, and only while nothing waits to be read: a backlog of ours is no silence of theirs. Event time is taken
 * from two keys, so that one that runs ahead makes nobody silent. Lives in memory; one per task, not thread-safe.
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

    private static final class Watched {
        private final String key;
        private long lastTime;
        private double interval;
        private double limit;
        private long arrived = NEVER;
        private long arrivals;
        private double gap;
        private long queuedDue;
        private boolean queued;
        private boolean silent;

        private Watched(String key) {
            this.key = key;
        }

        private long due() {
            double after = limit * interval;
            return after > 0 && after < Long.MAX_VALUE / 4.0 ? lastTime + (long) after : Long.MAX_VALUE;
        }

        private boolean isDueByClock(long now) {
            double after = limit * Math.max(interval, gap);
            return !silent && arrivals >= LEAST_ARRIVALS && interval > 0 && now - arrived >= after;
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
        if (watched.arrived != NEVER) {
            watched.gap = Math.max(now - watched.arrived, GAP_FADE * watched.gap);
        }
        watched.arrived = now;
        watched.arrivals++;
        lead(key, time);
    }

    /** Takes note of a key whose last value came before this watch began. */
    public void resumed(String key, long time, double interval, double limit) {
        if (!keys.containsKey(key)) {
            remember(key, time, interval, limit);
        }
    }

    private Watched remember(String key, long time, double interval, double limit) {
        Watched watched = keys.computeIfAbsent(key, Watched::new);
        watched.lastTime = time;
        watched.interval = interval;
        watched.limit = limit;
        watched.silent = false;
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
    public List<String> silentByEventTime() {
        long now = eventTime();
        List<String> silent = new ArrayList<>();
        while (!byEventTime.isEmpty() && byEventTime.peek().queuedDue <= now) {
            Watched watched = byEventTime.remove();
            watched.queued = false;
            if (watched.due() <= now) {
                if (!watched.silent) {
                    watched.silent = true;
                    silent.add(watched.key);
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
    public List<String> silentByClock(long now, boolean caughtUp) {
        List<String> silent = new ArrayList<>();
        if (!caughtUp) {
            return silent;
        }
        for (Watched watched : keys.values()) {
            if (watched.isDueByClock(now)) {
                watched.silent = true;
                silent.add(watched.key);
            }
        }
        silent.sort(String::compareTo);
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
