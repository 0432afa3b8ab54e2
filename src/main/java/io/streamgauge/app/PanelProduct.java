package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One product of a {@link Panel}.
 *
 * <pre>
 *   y(t) = A · (30 + w·sin(2π(t + φ)/7) − 4·g(t) + s·β·(1 − g(t)/2)·r(t) + e(t))
 *   r(t) = δ·r(t−1) + d(t−k)² / (d(t−k)² + θ²)
 *   e(t) = .6·e(t−1) + η(t)
 * </pre>
 *
 * <p>d(t) is the size of the campaign of day t: 0, or with probability .1 uniform in .2 to 1. Its answer comes k days
 * later, rises with its size up to a limit, and fades by δ a day. g(t) is the regime, 0 with full stock and 1 with
 * little, which costs four deviations of noise and halves the answer; it changes with probability .02 a day. η is
 * standard normal.
 *
 * <p>Of the product: A = 10^u with u uniform in 0 to 3, the week's swing w in 1 to 3 and its phase φ in 0 to 7, the
 * strength β in 3 to 6, all uniform. Of its {@link Department}: the delay k, the fading δ, the half-way size θ and the
 * sign s.
 */
final class PanelProduct {

    /** What its department's products have in common. */
    private enum Department {
        FRESH(9, .3, .3, 1),
        HOME(10, .5, .6, 1),
        GARDEN(12, .6, .45, 1),
        /** Campaigns bring forward what would have been bought later. */
        PANTRY(14, .7, .2, -1);

        private final int delay;
        private final double fading;
        private final double halfWay;
        private final int sign;

        Department(int delay, double fading, double halfWay, int sign) {
            this.delay = delay;
            this.fading = fading;
            this.halfWay = halfWay;
            this.sign = sign;
        }

        private double answer(double size) {
            return size * size / (size * size + halfWay * halfWay);
        }
    }

    private static final double LEVEL = 30;
    private static final double WEEK = 7;
    private static final double DECADES = 3;
    private static final double SHORTAGE = 4;
    private static final double SWITCHING = .02;
    private static final double CAMPAIGNS = .1;
    private static final double SMALLEST = .2;
    private static final double MEMORY = .6;

    private final String key;
    private final Department department;
    private final SplittableRandom random;
    private final double scale;
    private final double swing;
    private final double phase;
    private final double strength;
    /** Sizes of the campaigns of the last days, by day modulo its length. */
    private final double[] campaigns;

    private int day;
    private boolean isShort;
    private double response;
    private double noise;

    PanelProduct(int number, long seed) {
        key = String.format(Locale.ROOT, "product-%04d", number);
        department = Department.values()[number % Department.values().length];
        // The generator mixes its seed, so that neighbouring numbers share nothing.
        random = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
        SplittableRandom shape = random.split();
        scale = StrictMath.pow(10, between(shape, 0, DECADES));
        swing = between(shape, 1, 3);
        phase = between(shape, 0, WEEK);
        strength = between(shape, 3, 6);
        campaigns = new double[department.delay];
    }

    private static double between(SplittableRandom random, double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    /** The next day. */
    SourceEvent sell(long time, String timeText) {
        double campaign = random.nextDouble() < CAMPAIGNS ? between(random, SMALLEST, 1) : 0;
        isShort ^= random.nextDouble() < SWITCHING;
        int slot = day % campaigns.length;
        // What stands in the slot is the campaign of as many days ago as the delay has.
        response = department.fading * response + department.answer(campaigns[slot]);
        campaigns[slot] = campaign;
        noise = MEMORY * noise + random.nextGaussian();
        SourceEvent event = new SourceEvent(
                key,
                time,
                timeText,
                new double[] {orders()},
                new double[] {campaign},
                List.of(department.name().toLowerCase(Locale.ROOT)));
        day++;
        return event;
    }

    private double orders() {
        double week = swing * StrictMath.sin(2 * Math.PI * (day + phase) / WEEK);
        double shortage = isShort ? SHORTAGE : 0;
        double answer = department.sign * strength * (isShort ? .5 : 1) * response;
        return scale * (LEVEL + week - shortage + answer + noise);
    }
}
