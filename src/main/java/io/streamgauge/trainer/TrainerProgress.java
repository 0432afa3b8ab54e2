package io.streamgauge.trainer;

import io.streamgauge.wire.ModelInfo;

/** What a trainer tells whoever watches it; called on the trainer's thread, after the transaction. */
public interface TrainerProgress {

    /** Windows learned from so far, this process' and those before it. */
    void learned(long windows);

    /** A version was published. */
    void published(ModelInfo info);

    /** Tells nobody. */
    static TrainerProgress silent() {
        return new TrainerProgress() {
            @Override
            public void learned(long windows) {}

            @Override
            public void published(ModelInfo info) {}
        };
    }
}
