package io.streamgauge.app;

import java.util.SplittableRandom;

/**
 * The measured quantity of one sensor of the generator.
 *
 * <pre>
 * y(t) = base + σ · (weekend(t) · daily(t) + weekly(t) + trend · days(t) + d(t) + ε(t) + anomaly(t))
 * daily(t) = a₁ sin(2π day(t) + φ₁) + a₂ sin(4π day(t) + φ₂)
 * d(t)     = ρ d(t−1) + √(1 − ρ²) η(t)
 * </pre>
 *
 * σ is the noise scale; ε and η are standard normal; day(t) is the time of day as a part of 1. Every step draws the same
 * count of random numbers, so that the same seed without anomalies gives the same series in all else.
 */
final class Sensor {
    private static final double DAY_MILLIS = 86_400_000;
    private static final double SLOW_DRIFT_DAYS = 3;
    private static final double SLOW_DRIFT_SIZE = 1.0;
    private static final double WEEKEND = 0.6;
    private static final double DIGITS = 10_000;

    private final String key;
    private final Faults faults;
    private final SplittableRandom noise;
    private final double noiseScale;
    private final double base;
    private final double daily;
    private final double halfDaily;
    private final double weekly;
    private final double phase;
    private final double halfPhase;
    private final double trendPerDay;
    private final double memory;
    private double slowDrift;
    private double last;

    Sensor(String key, SplittableRandom shape, SplittableRandom noise, Faults faults, double stepMillis) {
        this.key = key;
        this.noise = noise;
        this.faults = faults;
        this.noiseScale = between(shape, 0.5, 2);
        this.base = between(shape, 20, 80);
        this.daily = between(shape, 5, 10);
        this.halfDaily = between(shape, 1, 4);
        this.weekly = between(shape, 1, 2);
        this.phase = between(shape, -0.5, 0.5);
        this.halfPhase = between(shape, 0, 2 * Math.PI);
        this.trendPerDay = between(shape, -0.03, 0.03);
        this.memory = StrictMath.exp(-stepMillis / (SLOW_DRIFT_DAYS * DAY_MILLIS));
    }

    private static double between(SplittableRandom random, double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    String key() {
        return key;
    }

    Faults faults() {
        return faults;
    }

    double noiseScale() {
        return noiseScale;
    }

    /** The value at {@code step}; steps must come one after the other. */
    double measure(long step, long time, double daysSinceStart) {
        // Box and Muller: two independent standard normals from two uniform draws
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - noise.nextDouble()));
        double angle = 2 * Math.PI * noise.nextDouble();
        slowDrift = memory * slowDrift + StrictMath.sqrt(1 - memory * memory) * radius * StrictMath.sin(angle);
        double usual = season(step, time) + trendPerDay * daysSinceStart + SLOW_DRIFT_SIZE * slowDrift;
        double value = base + noiseScale * (usual + radius * StrictMath.cos(angle) + faults.offset(step));
        boolean frozen = faults.isActive(step, AnomalyKind.FLAT_LINE);
        last = frozen ? last : Math.rint(value * DIGITS) / DIGITS;
        return last;
    }

    /** The daily and weekly shape; a changed season runs half a day ahead. */
    private double season(long step, long time) {
        double days = time / DAY_MILLIS + (faults.isActive(step, AnomalyKind.CHANGED_SEASON) ? 0.5 : 0);
        double day = 2 * Math.PI * (days - Math.floor(days));
        double shape = daily * StrictMath.sin(day + phase) + halfDaily * StrictMath.sin(2 * day + halfPhase);
        double week = (time / DAY_MILLIS + 3) / 7; // the epoch began on a Thursday: 0 is Monday
        double partOfWeek = week - Math.floor(week);
        double weekend = partOfWeek >= 5.0 / 7 ? WEEKEND : 1;
        return weekend * shape + weekly * StrictMath.sin(2 * Math.PI * partOfWeek);
    }
}
