package io.streamgauge.nn;

/** Working memory of {@link RecurrentNetwork#step}, one per thread; what it holds between steps has no meaning. */
public final class Scratch {
    final Activations activations;

    public Scratch(NetworkSpec spec) {
        activations = new Activations(spec);
    }
}
