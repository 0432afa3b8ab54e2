package io.streamgauge.learn;

/** Sums over the updates of one block. */
final class TrainingTally {
    private int made;
    private int skipped;
    private double lossSum;

    void add(double loss) {
        made++;
        lossSum += loss;
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
}
