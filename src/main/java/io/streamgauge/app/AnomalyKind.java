package io.streamgauge.app;

/** What can go wrong with a sensor of the generator; a size is in multiples of the sensor's noise scale σ. */
enum AnomalyKind {
    SPIKE("spike", 1, 1, 4, 8),
    LEVEL_SHIFT("level-shift", 240, 720, 1.5, 3),
    DRIFT("drift", 120, 240, 0.05, 0.05),
    FLAT_LINE("flat-line", 60, 180, 0, 0),
    SILENCE("silence", 60, 180, 0, 0),
    CHANGED_SEASON("changed-season", 1440, 1440, 0, 0);

    private final String text;
    private final int leastSteps;
    private final int mostSteps;
    private final double leastSize;
    private final double mostSize;

    AnomalyKind(String text, int leastSteps, int mostSteps, double leastSize, double mostSize) {
        this.text = text;
        this.leastSteps = leastSteps;
        this.mostSteps = mostSteps;
        this.leastSize = leastSize;
        this.mostSize = mostSize;
    }

    String text() {
        return text;
    }

    /** Length in steps, for a {@code draw} from 0 to below 1. */
    int steps(double draw) {
        return leastSteps + (int) (draw * (mostSteps - leastSteps + 1));
    }

    /** Height of a spike or a shift, growth per step of a drift, for a {@code draw} from 0 to below 1. */
    double size(double draw) {
        return leastSize + draw * (mostSize - leastSize);
    }
}
