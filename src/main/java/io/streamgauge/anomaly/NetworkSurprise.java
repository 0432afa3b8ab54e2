package io.streamgauge.anomaly;

import io.streamgauge.forecast.Head;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Half;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * How unlikely the network's own distribution takes a value for.
 *
 * <pre>
 *   π       = P(Y ≤ y), the probability integral transform under the distribution issued h values ago
 *   s       = −log₁₀ 2·min(π, 1 − π), at most {@value #MOST_DIGITS}
 *   drift   = max_a |EW_a (sign(π − ½)·s)|/√a      a ∈ {.3, .1, .03}, h = 1: a value improbable given those before it, joined over many
 *   ahead   = s at a longer horizon h, one forecast under way at a time
 * </pre>
 *
 * <p>By the chain rule the improbability of a stretch of values is the sum of those of its values, each given the ones
 * before: that is what the running means stand for.
 */
final class NetworkSurprise {

    private static final double MOST_DIGITS = 8;
    private static final double LEAST = 1e-12;
    private static final double[] RATES = {.3, .1, .03};
    /** Values after which no rate depends on their number any more. */
    private static final int SETTLED = 34;

    /** What the network had issued for the next value, and for one further ahead. */
    private final float[] next;

    private final float[] further;
    private final float[] drifts = new float[RATES.length];
    /** Units of the two; 0 where there is none. */
    private final float[] units = new float[2];
    /** By how much the series has risen since the further one was issued. */
    private float risen;

    private int due;
    private int count;

    /** Of the last step only; NaN where there was no distribution. */
    double surprise;

    double drift;
    double ahead;

    NetworkSurprise(int outputs) {
        next = new float[outputs];
        further = new float[outputs];
    }

    /**
     * Scores a value against what was issued for it.
     *
     * @param before the last value, of whose change the network speaks
     */
    void score(Head head, double value, double before) {
        surprise = Double.NaN;
        drift = Double.NaN;
        ahead = Double.NaN;
        if (units[0] > 0) {
            double below = head.probabilityBelow(next, 0, (value - before) / units[0]);
            surprise = digits(below);
            count = Math.min(count, SETTLED - 1) + 1;
            follow(below < .5 ? -surprise : surprise);
        }
        if (due > 0) {
            due--;
            risen = ShortFloat.bounded(risen + (value - before));
            if (due == 0 && units[1] > 0) {
                ahead = digits(head.probabilityBelow(further, 0, risen / units[1]));
            }
        }
    }

    private void follow(double signed) {
        drift = 0;
        for (int i = 0; i < drifts.length; i++) {
            double rate = Math.max(RATES[i], 1.0 / count);
            drifts[i] = ShortFloat.of(drifts[i] + rate * (signed - drifts[i]));
            drift = Math.max(drift, Math.abs(drifts[i]) / Math.sqrt(rate));
        }
    }

    private static double digits(double below) {
        return Math.min(MOST_DIGITS, TailHistogram.digits(Math.max(LEAST, 2 * Math.min(below, 1 - below))));
    }

    /** Keeps what has been issued for the values to come. */
    void keep(TargetForecast forecast, int longerIndex, int longer) {
        keep(forecast.network, 0, next);
        units[0] = ShortFloat.bounded(forecast.usualStep);
        if (due == 0) {
            keep(forecast.network, longerIndex * next.length, further);
            risen = 0;
            units[1] = ShortFloat.bounded(forecast.usualStep * Math.sqrt(longer));
            due = longer;
        }
    }

    private static void keep(float[] issued, int at, float[] kept) {
        for (int i = 0; i < kept.length; i++) {
            kept[i] = Half.value(Half.of(issued[at + i]));
        }
    }

    /** Forgets what was issued: the values it was for did not come. */
    void forget() {
        units[0] = 0;
        due = 0;
    }

    void fields(StateFields fields) {
        issued(fields, next);
        issued(fields, further);
        fields.shorter(drifts);
        fields.shorter(units);
        risen = fields.shorter(risen);
        if (fields.version() < 10) {
            due = fields.small(due);
            count = Math.min(SETTLED, fields.small(count));
        } else {
            int both = fields.tiny(due * (SETTLED + 1) + count);
            due = both / (SETTLED + 1);
            count = both % (SETTLED + 1);
        }
    }

    private static void issued(StateFields fields, float[] kept) {
        if (fields.isShorter()) {
            fields.halves(kept);
            return;
        }
        fields.shortFloats(kept);
        keep(kept, 0, kept);
    }
}
