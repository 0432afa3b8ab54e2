package io.streamgauge.forecast;

import io.streamgauge.nn.RecurrentNetwork;

/**
 * One version of the shared weights, ready to run.
 *
 * @param generation rises with every change of champion; 0 is the untrained network
 * @param version number of the weights; an older one after a rollback
 */
public record ModelSnapshot(long generation, long version, RecurrentNetwork network) {

    public ModelSnapshot {
        if (generation < 0 || version < 0) {
            throw new IllegalArgumentException(
                    "generation " + generation + " and version " + version + " must not be negative");
        }
    }
}
