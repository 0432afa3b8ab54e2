package io.streamgauge.anomaly;

import io.streamgauge.signal.StateFields;

/**
 * The beginning of a surprise: a score more than {@value #MARGIN} times the largest of the last {@value #MEMORY} values'.
 */
final class Onset {

    private static final int MEMORY = 120;
    private static final double MARGIN = 1.1;

    private float peak;
    private int age;

    /** {@code score} where it is an onset, else 0. */
    double of(double score) {
        age = Math.min(age, MEMORY) + 1;
        if (age > MEMORY) {
            peak = 0;
        }
        double onset = score > MARGIN * peak ? score : 0;
        if (score > peak) {
            peak = (float) score;
            age = 0;
        }
        return onset;
    }

    void fields(StateFields fields) {
        peak(fields);
        age = fields.small(age);
    }

    /** The same in two bytes less. */
    void fewerFields(StateFields fields) {
        peak(fields);
        age = fields.tiny(age);
    }

    private void peak(StateFields fields) {
        peak = Float.intBitsToFloat(fields.small(Float.floatToRawIntBits(peak)));
    }
}
