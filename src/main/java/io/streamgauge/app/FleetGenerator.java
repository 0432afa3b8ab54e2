package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * An endless fleet of sensors whose anomalies are known, in the order in which the events arrive.
 *
 * <p>The same settings give the same events on any machine: no clock, no library function that may differ in its last
 * bit. Memory does not grow with the count of events. Not safe for use by several threads.
 */
final class FleetGenerator implements Iterator<GeneratedEvent> {
    /** Anomalies remembered; the oldest are forgotten beyond. */
    private static final int TRUTH_KEPT = 100_000;

    private static final double DAY_MILLIS = 86_400_000;

    /**
     * What the fleet is like.
     *
     * @param keys count of sensors
     * @param start time of the first events
     * @param interval event time from one measurement of a sensor to its next
     * @param warmUp event time before a sensor's first anomaly
     * @param anomaliesPerDay mean count per sensor and day of event time, 0 for none
     * @param gapShare share of measurements that never arrive; an anomaly is not hidden in a gap
     * @param lateShare share of events that arrive some intervals late
     * @param duplicateShare share of events that arrive twice
     */
    record Settings(
            int keys,
            long seed,
            Instant start,
            Duration interval,
            Duration warmUp,
            double anomaliesPerDay,
            double gapShare,
            double lateShare,
            double duplicateShare) {
        Settings {
            require(keys >= 1 && keys <= 1_000_000, "keys", keys, "1 to 1000000");
            require(interval.toMillis() >= 1, "interval", interval, "at least 1 ms");
            require(!warmUp.isNegative(), "warm-up", warmUp, "0 or more");
            require(anomaliesPerDay >= 0 && anomaliesPerDay <= 1, "anomalies per day", anomaliesPerDay, "0 to 1");
            requireShare("gap share", gapShare);
            requireShare("late share", lateShare);
            requireShare("duplicate share", duplicateShare);
        }

        /** The demo's fleet, which begins on a Monday. */
        static Settings demo(long seed) {
            return new Settings(
                    20,
                    seed,
                    Instant.parse("2020-01-06T00:00:00Z"),
                    Duration.ofMinutes(1),
                    Duration.ofDays(2),
                    0.25,
                    0.005,
                    0.01,
                    0.005);
        }

        Settings withKeys(int count) {
            return new Settings(
                    count, seed, start, interval, warmUp, anomaliesPerDay, gapShare, lateShare, duplicateShare);
        }

        Settings withWarmUp(Duration time) {
            return new Settings(
                    keys, seed, start, interval, time, anomaliesPerDay, gapShare, lateShare, duplicateShare);
        }

        Settings withAnomaliesPerDay(double rate) {
            return new Settings(keys, seed, start, interval, warmUp, rate, gapShare, lateShare, duplicateShare);
        }

        Settings withDelivery(double gaps, double late, double duplicates) {
            return new Settings(keys, seed, start, interval, warmUp, anomaliesPerDay, gaps, late, duplicates);
        }

        private static void requireShare(String name, double share) {
            require(share >= 0 && share <= 0.5, name, share, "0 to 0.5");
        }

        private static void require(boolean valid, String name, Object found, String expected) {
            if (!valid) {
                throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
            }
        }
    }

    private final Settings settings;
    private final List<Sensor> sensors = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    /** Events by the step they arrive in, a ring as long as the longest delay. */
    private final List<Deque<GeneratedEvent>> arrivals;

    private final Deque<TrueAnomaly> truth = new ArrayDeque<>();
    private final int truthKept;
    private long anomalyCount;
    private long step = -1;

    FleetGenerator(Settings settings) {
        this(settings, TRUTH_KEPT);
    }

    FleetGenerator(Settings settings, int truthKept) {
        this.settings = settings;
        this.truthKept = truthKept;
        this.arrivals = Stream.generate(ArrayDeque<GeneratedEvent>::new)
                .limit(Delivery.MAX_DELAY + 1)
                .<Deque<GeneratedEvent>>map(deque -> deque)
                .toList();
        SplittableRandom root = new SplittableRandom(settings.seed());
        for (int i = 0; i < settings.keys(); i++) {
            SplittableRandom own = root.split();
            sensors.add(sensor(i, own));
            deliveries.add(
                    new Delivery(own.split(), settings.gapShare(), settings.lateShare(), settings.duplicateShare()));
        }
    }

    /** The key of the sensor of that number, from 0 on. */
    static String key(int index) {
        return String.format(Locale.ROOT, "sensor-%04d", index + 1);
    }

    private Sensor sensor(int index, SplittableRandom random) {
        double stepMillis = settings.interval().toMillis();
        double stepsPerDay = DAY_MILLIS / stepMillis;
        long first = (long) StrictMath.ceil(settings.warmUp().toMillis() / stepMillis);
        Faults faults = new Faults(
                random.split(), stepsPerDay / settings.anomaliesPerDay(), stepsPerDay / 24, Math.max(1, first), index);
        String key = key(index);
        return new Sensor(key, random.split(), random.split(), faults, stepMillis);
    }

    /** Always true. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public GeneratedEvent next() {
        while (step < 0 || arrivals(0).isEmpty()) {
            step++;
            String timeText = Instant.ofEpochMilli(timeOf(step)).toString();
            for (int i = 0; i < settings.keys(); i++) {
                measure(sensors.get(i), deliveries.get(i), timeText);
            }
        }
        return arrivals(0).remove();
    }

    private Deque<GeneratedEvent> arrivals(int later) {
        return arrivals.get((int) ((step + later) % arrivals.size()));
    }

    private void measure(Sensor sensor, Delivery delivery, String timeText) {
        Faults faults = sensor.faults();
        faults.advance(step);
        if (faults.starts(step)) {
            remember(new TrueAnomaly(sensor.key(), faults.kind().text(), timeOf(step), timeOf(faults.until())));
        }
        long time = timeOf(step);
        double days = (time - timeOf(0)) / DAY_MILLIS;
        double value = sensor.measure(step, time, days);
        delivery.draw();
        boolean lost = delivery.isLost() && !faults.isActive(step);
        if (lost || faults.isActive(step, AnomalyKind.SILENCE)) {
            return;
        }
        SourceEvent event = new SourceEvent(sensor.key(), time, timeText, value);
        arrivals(delivery.delay()).add(new GeneratedEvent(event, delivery.delay() > 0, false));
        if (delivery.isDuplicate()) {
            arrivals(delivery.duplicateDelay()).add(new GeneratedEvent(event, false, true));
        }
    }

    private void remember(TrueAnomaly anomaly) {
        anomalyCount++;
        truth.add(anomaly);
        if (truth.size() > truthKept) {
            truth.remove();
        }
    }

    private long timeOf(long ofStep) {
        return settings.start().toEpochMilli() + ofStep * settings.interval().toMillis();
    }

    /** The anomalies that have begun so far, oldest first; one of them may still last. */
    List<TrueAnomaly> anomalies() {
        return List.copyOf(truth);
    }

    /** Events that are under way, at most a few per sensor. */
    int pending() {
        return arrivals.stream().mapToInt(Deque::size).sum();
    }

    /** How many have begun, those forgotten included. */
    long anomalyCount() {
        return anomalyCount;
    }

    /** Noise scale σ of a sensor, which the sizes of its anomalies are multiples of. */
    double noiseScale(String key) {
        return sensors.stream()
                .filter(sensor -> sensor.key().equals(key))
                .findFirst()
                .orElseThrow()
                .noiseScale();
    }
}
