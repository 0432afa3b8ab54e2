package io.streamgauge.forecast;

import io.streamgauge.nn.RecurrentNetwork;
import org.jspecify.annotations.Nullable;

/**
 * One version of the shared weights, ready to run.
 *
 * @param generation rises with every change of champion; 0 is the untrained network
 * @param version number of the weights; an older one after a rollback
 * @param prior what a new series' readout may expect of its weights, null where nothing was learned of that
 * @param vocabulary the categories that the network knows; empty where it forecasts numbers
 */
public record ModelSnapshot(
        long generation,
        long version,
        RecurrentNetwork network,
        @Nullable ReadoutPrior prior,
        Vocabulary vocabulary) {

    /** Weights without a prior. */
    public ModelSnapshot(long generation, long version, RecurrentNetwork network) {
        this(generation, version, network, null);
    }

    /** Weights of a network that forecasts numbers. */
    public ModelSnapshot(long generation, long version, RecurrentNetwork network, @Nullable ReadoutPrior prior) {
        this(generation, version, network, prior, Vocabulary.EMPTY);
    }

    public ModelSnapshot {
        if (generation < 0 || version < 0) {
            throw new IllegalArgumentException(
                    "generation " + generation + " and version " + version + " must not be negative");
        }
    }
}
