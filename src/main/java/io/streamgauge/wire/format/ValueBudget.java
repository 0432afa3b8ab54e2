package io.streamgauge.wire.format;

import java.io.IOException;

/** The values that one event may still have: they bound the objects that reading it takes. */
final class ValueBudget {

    /** A waveform of this many samples fits, with what stands beside it. */
    static final int MOST = 10_000;

    private long taken;

    /**
     * Takes some for what is about to be read.
     *
     * @throws OversizeException where there are not as many left
     */
    void take(long values) throws IOException {
        taken += values;
        if (taken > MOST) {
            throw new OversizeException("more than " + MOST + " values");
        }
    }
}
