package io.streamgauge.app.bench;

import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;

/** Our own step. */
final class OurStep implements StepContestant {
    private final RecurrentNetwork network;
    private final Scratch scratch;

    OurStep(NetworkSpec spec, Parameters parameters) {
        this.network = new RecurrentNetwork(spec, parameters);
        this.scratch = network.newScratch();
    }

    @Override
    public void step(float[] input, HiddenState state, float[] out) {
        network.advance(input, 0, state.values(), 0, scratch);
    }

    /** The step with the dense head, to compare with a library that has no other. */
    void stepWithHead(float[] input, HiddenState state, float[] out) {
        network.step(input, state, scratch, out);
    }
}
