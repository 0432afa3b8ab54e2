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
        network.step(input, state, scratch, out);
    }
}
