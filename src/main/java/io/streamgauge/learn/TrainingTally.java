package io.streamgauge.learn;

/** Sums over the updates of one block. */
final class TrainingTally {
    private int made;
    private int skipped;
    private double lossSum;
    private double learningRate;

    void add(double loss) {
        made++;
        lossSum += loss;
    }

    /** Takes the rate of the update to come. */
    void learningRate(double rate) {
        learningRate = rate;
    }

    /** The rate of the last update. */
    double learningRate() {
        return learningRate;
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
