package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import java.util.List;

/** A one-step forecast that a {@link NetworkWorth} scores: an expert's, or what is served. */
public enum Scored {
    PERSISTENCE,
    SEASONAL_NAIVE,
    READOUT,
    NETWORK,
    STACK,
    /** The mean that is served. */
    MEAN,
    /** The median that is served. */
    MEDIAN;

    static final List<Scored> ALL = List.of(values());

    /** The expert's forecast; experts stand first, in their own order. */
    static Scored of(Expert expert) {
        return ALL.get(expert.ordinal());
    }

    /** Name in tables. */
    public String id() {
        return switch (this) {
            case PERSISTENCE, SEASONAL_NAIVE, READOUT, NETWORK, STACK ->
                Expert.ALL.get(ordinal()).id();
            case MEAN -> "mean";
            case MEDIAN -> "median";
        };
    }

    /** What had been forecast for the step's value, given the median that had been issued. */
    double of(TargetStep step, double median) {
        return switch (this) {
            case PERSISTENCE, SEASONAL_NAIVE, READOUT, NETWORK, STACK -> step.previousByExpert()[ordinal()];
            case MEAN -> step.previousMean();
            case MEDIAN -> median;
        };
    }
}
