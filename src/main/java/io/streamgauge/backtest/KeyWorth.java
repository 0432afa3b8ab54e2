package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;

/** One series' part of a {@link NetworkWorth}: the sums of the errors of each forecast, by span. */
final class KeyWorth {

    /** Sums over one span of the series. */
    static final class Sums {
        private final double[] absolute = new double[Scored.ALL.size()];
        private final double[] squared = new double[Scored.ALL.size()];
        private long count;

        private void add(double value, TargetStep step, double median) {
            count++;
            for (Scored each : Scored.ALL) {
                double error = value - each.of(step, median);
                absolute[each.ordinal()] += Math.abs(error);
                squared[each.ordinal()] += error * error;
            }
        }

        long count() {
            return count;
        }

        double absolute(Scored of) {
            return absolute[of.ordinal()];
        }

        double squared(Scored of) {
            return squared[of.ordinal()];
        }

        /** Absolute error in persistence's; NaN where persistence made none. */
        double absoluteRatio(Scored of) {
            return absolute(of) / absolute(Scored.of(Expert.PERSISTENCE));
        }

        /** Squared error in persistence's; NaN where persistence made none. */
        double squaredRatio(Scored of) {
            return squared(of) / squared(Scored.of(Expert.PERSISTENCE));
        }
    }

    private final long skipped;
    private final Sums all = new Sums();
    private final Sums early = new Sums();
    private final Sums first = new Sums();
    private long events;
    private double median = Double.NaN;

    /**
     * @param skipped first events that only the spans of the beginning count
     */
    KeyWorth(long skipped) {
        this.skipped = skipped;
    }

    void add(TargetStep step) {
        events++;
        double value = step.value();
        if (!Double.isNaN(value) && step.hasPrevious()) {
            if (events > skipped) {
                all.add(value, step, median);
            }
            if (events >= SeriesAccuracy.EARLY_FROM && events <= SeriesAccuracy.EARLY_UNTIL) {
                early.add(value, step, median);
            }
            if (events <= SeriesAccuracy.FIRST) {
                first.add(value, step, median);
            }
        }
        median = step.median()[0];
    }

    Sums all() {
        return all;
    }

    Sums early() {
        return early;
    }

    Sums first() {
        return first;
    }
}
