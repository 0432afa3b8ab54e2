package io.streamgauge.app.bench;

import io.streamgauge.nn.HiddenState;

/**
 * One library's way of taking one step of one series.
 *
 * <p>The state is the caller's and crosses at every step, because in a stream every event belongs to another series.
 */
public interface StepContestant extends Contestant {

    /**
     * One step through layers and head.
     *
     * @param input features [inputSize]; not modified
     * @param state overwritten with that after the step
     * @param out outputs [1]
     */
    void step(float[] input, HiddenState state, float[] out);
}
