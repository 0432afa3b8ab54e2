package io.streamgauge.anomaly;

import io.streamgauge.forecast.Head;
import io.streamgauge.forecast.TargetForecast;
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

    /** What the network had issued for the next value, and for one further ahead. */
    private final float[] next;

    private final float[] further;
    private final float[] drifts = new float[RATES.length];
    private double origin;
    private double unit;
    private double furtherOrigin;
    private double furtherUnit;
    private long due;
    private long count;

    /** Of the last step only; NaN where there was no distribution. */
    double surprise;

    double drift;
    double ahead;

    NetworkSurprise(int outputs) {
        next = new float[outputs];
        further = new float[outputs];
    }

    /** Scores a value against what was issued for it. */
    void score(Head head, double value) {
        surprise = Double.NaN;
        drift = Double.NaN;
        ahead = Double.NaN;
        if (unit > 0) {
            double below = head.probabilityBelow(next, 0, (value - origin) / unit);
            surprise = digits(below);
            count++;
            follow(below < .5 ? -surprise : surprise);
        }
        if (due > 0) {
            due--;
            if (due == 0 && furtherUnit > 0) {
                ahead = digits(head.probabilityBelow(further, 0, (value - furtherOrigin) / furtherUnit));
            }
        }
    }

    private void follow(double signed) {
        drift = 0;
        for (int i = 0; i < drifts.length; i++) {
            double rate = Math.max(RATES[i], 1.0 / count);
            drifts[i] += (float) (rate * (signed - drifts[i]));
            drift = Math.max(drift, Math.abs(drifts[i]) / Math.sqrt(rate));
        }
    }

    private static double digits(double below) {
        return Math.min(MOST_DIGITS, TailHistogram.digits(Math.max(LEAST, 2 * Math.min(below, 1 - below))));
    }

    /** Keeps what has been issued for the values to come. */
    void keep(TargetForecast forecast, int longerIndex, int longer) {
        System.arraycopy(forecast.network, 0, next, 0, next.length);
        origin = forecast.value;
        unit = forecast.usualStep;
        if (due == 0) {
            System.arraycopy(forecast.network, longerIndex * next.length, further, 0, further.length);
            furtherOrigin = forecast.value;
            furtherUnit = forecast.usualStep * Math.sqrt(longer);
            due = longer;
        }
    }

    /** Forgets what was issued: the values it was for did not come. */
    void forget() {
        unit = 0;
        due = 0;
    }

    void fields(StateFields fields) {
        fields.reals(next);
        fields.reals(further);
        fields.reals(drifts);
        origin = fields.number(origin);
        unit = fields.number(unit);
        furtherOrigin = fields.number(furtherOrigin);
        furtherUnit = fields.number(furtherUnit);
        due = fields.integer(due);
        count = fields.integer(count);
    }
}
