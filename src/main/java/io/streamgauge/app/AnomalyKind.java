package io.streamgauge.app;

import io.streamgauge.forecast.StandardNormal;
import java.util.Arrays;

/** What can go wrong with a sensor of the generator; a size is in multiples of the sensor's noise scale σ. */
enum AnomalyKind {
    SPIKE("spike", 1, 1, 4, 8),
    LEVEL_SHIFT("level-shift", 240, 720, 1.5, 3),
    DRIFT("drift", 120, 240, 0.05, 0.05),
    FLAT_LINE("flat-line", 60, 180, 0, 0),
    SILENCE("silence", 60, 180, 0, 0),
    CHANGED_SEASON("changed-season", 1440, 1440, 0, 0);

    private static final int DRAWS = 100;

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

    static AnomalyKind named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow();
    }

    String text() {
        return text;
    }

    /** Length in steps, for a {@code draw} from 0 to below 1. */
    int steps(double draw) {
        return leastSteps + (int) (draw * (mostSteps - leastSteps + 1));
    }

    /**
     * What is added to a value, in multiples of σ.
     *
     * @param size as drawn, with its sign
     * @param since steps since the anomaly began
     */
    double offset(double size, long since) {
        return this == DRIFT ? size * (since + 1) : size;
    }

    /** Height of a spike or a shift, growth per step of a drift, for a {@code draw} from 0 to below 1. */
    double size(double draw) {
        return leastSize + draw * (mostSize - leastSize);
    }

    /**
     * Share of such anomalies that one finds who knows series and σ, and beginning and length of every anomaly there may be.
     *
     * <pre>
     *   E Φ(d − z*)     d = √Σ offset²: the distance in σ between the values with and without it (Neyman and Pearson 1933)
     * </pre>
     *
     * @param allowedPerStep false alarms, of which z* is the two-sided quantile
     */
    double findable(double allowedPerStep) {
        if (mostSize == 0) {
            return 1;
        }
        double threshold = StandardNormal.quantile(1 - allowedPerStep / 2);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            double size = size((i + .5) / DRAWS);
            double squares = 0;
            // The shortest of them: longer ones are found more easily.
            for (int since = 0; since < leastSteps; since++) {
                squares += offset(size, since) * offset(size, since);
            }
            sum += StandardNormal.probabilityBelow(Math.sqrt(squares) - threshold);
        }
        return sum / DRAWS;
    }
}
