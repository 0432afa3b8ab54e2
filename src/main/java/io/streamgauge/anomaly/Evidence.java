package io.streamgauge.anomaly;

import java.util.List;

/**
 * A piece of evidence that a value is anomalous, and what it counts in the sum.
 *
 * <p>The slow ones are taken from the means of {@value TargetSurprise#BLOCK} values. The weights are round numbers of like
 * size on purpose: a search over them fits the files that it sees.
 */
enum Evidence {
    /** One residual; it counts alone, not in the sum. */
    SPIKE(Statistic.SPIKE, 0),
    /** Residuals to one side. */
    DRIFT(Statistic.DRIFT, .5),
    /** Distances to the usual level of the phase, to one side. */
    PHASE(Statistic.PHASE, .25),
    /** A value beyond all before; its digits are the excess's, not a probability's. */
    RANGE(Statistic.RANGE, 1.5),
    /** A value beyond all before in its phase. */
    PHASE_RANGE(Statistic.PHASE, .25),
    /** Block means far from their usual level. */
    SLOW_LEVEL(Statistic.LEVEL, .5),
    /** Residuals of block means to one side. */
    SLOW_DRIFT(Statistic.DRIFT, .5),
    /** Block means away from the usual level of the phase. */
    SLOW_PHASE(Statistic.PHASE, .25),
    /** A value that the network thought unlikely. */
    NETWORK(Statistic.SURPRISE, .25),
    /** Values on one side of the network's distribution. */
    NETWORK_DRIFT(Statistic.SURPRISE, .25),
    /** A value that the network thought unlikely some steps ahead. */
    NETWORK_AHEAD(Statistic.SURPRISE, .5);

    static final List<Evidence> ALL = List.of(values());

    private final Statistic statistic;
    private final double weight;

    Evidence(Statistic statistic, double weight) {
        this.statistic = statistic;
        this.weight = weight;
    }

    /** What is told of it. */
    Statistic statistic() {
        return statistic;
    }

    /** What one of its digits counts. */
    double weight() {
        return weight;
    }

    /** Whether the network has a part in it. */
    boolean isOfNetwork() {
        return statistic == Statistic.SURPRISE;
    }
}
