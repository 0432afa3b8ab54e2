package io.streamgauge.signal;

import java.util.Arrays;

/**
 * What a series usually does at each phase of its season.
 *
 * <pre>
 *   last[b]   ← y                                        value one season ago
 *   fast[b]   ← fast + max(.4, 1/n)·(y − fast)           level of the last few seasons
 *   slow[b]   ← slow + max(.05, 1/n)·(y − slow)          usual level
 *   change[b] ← change + max(.03, 1/n)·(Δy − change)     usual step into this phase
 * </pre>
 *
 * <p>b is the bucket of the value's phase ({@link Season}), n the seasons that the bucket has seen. Fast and slow are kept
 * where they are asked for.
 *
 * <p>A level takes two bytes: it is kept as a number of quanta above an origin, a change as a {@link Half} number of them.
 * After every season quantum and origin are fitted to the levels, of which the farthest then lies {@value #USED} quanta or
 * fewer from the origin. For the first {@value #FIRST_VALUES} values the quantum grows until a value fits; later a value
 * beyond {@value #EDGE} quanta counts as one at that edge and doubles the quantum, so that a wild value costs no more than
 * a bit of the others.
 */
public final class SeasonalProfile {

    private static final double FAST_RATE = .4;
    private static final double SLOW_RATE = .05;
    private static final double CHANGE_RATE = .03;
    private static final int EDGE = Short.MAX_VALUE;
    private static final int USED = 1 << 13;
    private static final int FIRST_VALUES = 8;
    private static final int BUCKET = 0;
    private static final int FOUND = 1;
    /** Stands for a value that has not come. */
    private static final short UNSEEN = Short.MIN_VALUE;

    private final short[] last;
    private final short[] fast;
    private final short[] slow;
    private final short[] change;

    /** The bucket of the last value, and its slow level when the first value of that visit came. */
    private final short[] visit;

    private double origin;
    /** 0 while all values have been the same. */
    private double quantum;

    private int updates;
    /** Of the last value only. */
    private double seasonAgo;

    /** @param levels whether fast and slow are kept */
    public SeasonalProfile(int buckets, boolean levels) {
        last = new short[buckets];
        fast = new short[levels ? buckets : 0];
        slow = new short[levels ? buckets : 0];
        change = new short[buckets];
        visit = levels ? new short[] {UNSEEN, 0} : new short[0];
        Arrays.fill(last, UNSEEN);
    }

    /** Takes in a value that fell into a bucket, and the step that led to it. */
    public void update(int bucket, double value, double step) {
        if (updates == 0) {
            origin = value;
        }
        pass(bucket, value);
        makeRoom(Math.abs(value - origin));
        boolean first = !knows(bucket);
        double least = 1.0 / (1 + updates / last.length);
        if (fast.length > 0) {
            if (visit[BUCKET] != bucket) {
                visit[BUCKET] = (short) bucket;
                visit[FOUND] = first ? follow((short) 0, value, 1) : slow[bucket];
            }
            fast[bucket] = follow(fast[bucket], value, first ? 1 : Math.max(FAST_RATE, least));
            slow[bucket] = follow(slow[bucket], value, first ? 1 : Math.max(SLOW_RATE, least));
        }
        double rate = first ? 1 : Math.max(CHANGE_RATE, least);
        double before = change(bucket);
        change[bucket] = quantum > 0 ? Half.of((before + rate * (step - before)) / quantum) : 0;
        last[bucket] = follow(last[bucket], value, 1);
        updates = Math.min(updates, Integer.MAX_VALUE - 1) + 1;
        if (updates % last.length == 0) {
            fit();
        }
    }

    /** Turns to a bucket whose value is missing; nothing is learned of what stands in for it. */
    public void pass(int bucket, double value) {
        seasonAgo = knows(bucket) ? last(bucket) : value;
    }

    private short follow(short level, double value, double rate) {
        if (quantum == 0) {
            return 0;
        }
        double quanta = (1 - rate) * level + rate * ((value - origin) / quantum);
        return (short) Math.rint(Math.max(-EDGE, Math.min(EDGE, quanta)));
    }

    private void makeRoom(double distance) {
        if (distance <= EDGE * quantum || !(distance <= Double.MAX_VALUE)) {
            return;
        }
        if (quantum == 0) {
            quantum = HalfDouble.value(HalfDouble.of(distance / USED));
        } else if (updates >= FIRST_VALUES) {
            regauge(2, 0);
        } else {
            while (distance > EDGE * quantum) {
                regauge(2, 0);
            }
        }
    }

    /** Fits origin and quantum to the levels. */
    private void fit() {
        int least = EDGE;
        int most = -EDGE;
        for (int b = 0; b < last.length; b++) {
            if (knows(b)) {
                least = Math.min(least, last[b]);
                most = Math.max(most, last[b]);
                if (fast.length > 0) {
                    least = Math.min(least, Math.min(fast[b], slow[b]));
                    most = Math.max(most, Math.max(fast[b], slow[b]));
                }
            }
        }
        int middle = (least + most) / 2;
        int reach = Math.max(most - middle, middle - least);
        if (reach == 0) {
            rest(middle);
            return;
        }
        double factor = 1;
        while (reach > USED * factor) {
            factor *= 2;
        }
        while (reach * 2 <= USED * factor) {
            factor /= 2;
        }
        if (factor != 1 || Math.abs(middle) > USED) {
            regauge(factor, middle);
        }
    }

    /** Begins to measure anew: all levels are the same, so far as the quantum told them apart. */
    private void rest(int level) {
        origin += level * quantum;
        quantum = 0;
        for (int b = 0; b < last.length; b++) {
            last[b] = knows(b) ? 0 : UNSEEN;
        }
        Arrays.fill(fast, (short) 0);
        Arrays.fill(slow, (short) 0);
        Arrays.fill(change, (short) 0);
        found((short) 0);
    }

    private void found(short level) {
        if (visit.length > 0) {
            visit[FOUND] = level;
        }
    }

    /** Goes over to a quantum {@code factor} times as large, and an origin {@code shift} of the old quanta higher. */
    private void regauge(double factor, int shift) {
        for (int b = 0; b < last.length; b++) {
            last[b] = knows(b) ? (short) Math.rint((last[b] - shift) / factor) : UNSEEN;
            change[b] = Half.of(Half.value(change[b]) / factor);
        }
        for (int b = 0; b < fast.length; b++) {
            fast[b] = (short) Math.rint((fast[b] - shift) / factor);
            slow[b] = (short) Math.rint((slow[b] - shift) / factor);
        }
        if (visit.length > 0) {
            found((short) Math.max(-EDGE, Math.min(EDGE, Math.rint((visit[FOUND] - shift) / factor))));
        }
        origin += shift * quantum;
        quantum *= factor;
    }

    /** Ends the visit of the last value's bucket: what comes next is not of it. */
    public void leave() {
        if (visit.length > 0) {
            visit[BUCKET] = UNSEEN;
        }
    }

    /** Whether a value has fallen into the bucket. */
    public boolean knows(int bucket) {
        return last[bucket] != UNSEEN;
    }

    /** What stood in the last value's bucket before it; the value itself if nothing did. */
    public double seasonAgo() {
        return seasonAgo;
    }

    public double last(int bucket) {
        return origin + quantum * last[bucket];
    }

    /** Asked for where levels are kept. */
    public double fast(int bucket) {
        return origin + quantum * fast[bucket];
    }

    /** Asked for where levels are kept. */
    public double slow(int bucket) {
        return origin + quantum * slow[bucket];
    }

    /**
     * The slow level without the values of the visit that the series pays to this bucket: where several values in a row fall
     * into one bucket, a forecast of the later ones and its label find the same level. Asked for where levels are kept.
     */
    public double slowBefore(int bucket) {
        return visit[BUCKET] == bucket && slow.length > 1 ? origin + quantum * visit[FOUND] : slow(bucket);
    }

    public double change(int bucket) {
        return quantum * Half.value(change[bucket]);
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        fields.shorts(last);
        fields.shorts(fast);
        fields.shorts(slow);
        fields.shorts(change);
        if (fields.version() < 9) {
            fieldsOfVersion8(fields);
        } else {
            origin = fields.number(origin);
            quantum = Math.abs(HalfDouble.value(fields.small(HalfDouble.of(quantum))));
            updates = fields.small(updates);
        }
        if (fields.version() >= 10) {
            fields.shorts(visit);
        }
    }

    private void fieldsOfVersion8(StateFields fields) {
        long[] seen = new long[(last.length + Long.SIZE - 1) / Long.SIZE];
        fields.integers(seen);
        origin = fields.number(origin);
        quantum = Math.abs(HalfDouble.value(HalfDouble.of(fields.number(quantum))));
        seasonAgo = fields.number(seasonAgo);
        updates = fields.small(updates);
        fields.small(0);
        for (int b = 0; b < last.length; b++) {
            if ((seen[b / Long.SIZE] >>> b & 1) == 0) {
                last[b] = UNSEEN;
            }
        }
    }
}
