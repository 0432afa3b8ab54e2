package io.streamgauge.app.bench;

import io.streamgauge.nn.HiddenState;

/**
 * One library's way of taking one step of one series.
 *
 * <p>The state is the caller's and crosses at every step, because in a stream every event belongs to another series.
 */
public interface StepContestant extends Contestant {

    /**
     * One step through the recurrent layers.
     *
     * @param input features [inputSize]; not modified
     * @param state overwritten with that after the step
     * @param out outputs [1], where the library has no step without a head ({@link #hasHead()}); else not touched
     */
    void step(float[] input, HiddenState state, float[] out);

    /** Whether the step goes on through the dense head, and keeps the state to itself. */
    default boolean hasHead() {
        return false;
    }
}
