package io.streamgauge.learn;

/** Sums over the updates of one block. */
final class TrainingTally {
    private int made;
    private int clipped;
    private int skipped;
    private double lossSum;
    private double normSum;

    void add(double loss, double norm, boolean wasClipped) {
        made++;
        lossSum += loss;
        normSum += norm;
        if (wasClipped) {
            clipped++;
        }
    }

    void skip() {
        skipped++;
    }

    int skipped() {
        return skipped;
    }

    double meanLoss() {
        return lossSum / Math.max(1, made);
    }

    double meanNorm() {
        return normSum / Math.max(1, made);
    }

    double clippedShare() {
        return (double) clipped / Math.max(1, made);
    }
}
