package io.streamgauge.backtest;

import io.streamgauge.learn.TrainingSettings;

/** A run beside which the trained network shows what it is worth: something is taken away from it. */
public enum Control {
    /** Nothing is taken away. */
    NONE("trained"),
    /** The recurrent layers and the embeddings stay as they were drawn; a head is trained on their units. */
    FROZEN("frozen"),
    /**
     * The hidden state is emptied before every event. The network is trained as it is served, on single steps, as many of
     * them per update as otherwise: what is missing is memory and not practice.
     */
    STATELESS("stateless"),
    /** The first version that was promoted serves to the end. */
    FIRST_VERSION("first-version"),
    /** The network says nothing but that the last value stays: readout and mix alone. */
    UNTRAINED("untrained"),
    /** No version brings a prior for new readouts. */
    WITHOUT_PRIORS("without-priors");

    private final String id;

    Control(String id) {
        this.id = id;
    }

    /** Name on the command line and in tables. */
    public String id() {
        return id;
    }

    /** Whether a version that has proved itself may serve. */
    boolean takes(long generation) {
        return switch (this) {
            case UNTRAINED -> false;
            case FIRST_VERSION -> generation == 1;
            case NONE, FROZEN, STATELESS, WITHOUT_PRIORS -> true;
        };
    }

    /** Whether a version after {@code generation} may still serve; where none may, nobody needs to learn. */
    boolean learnsAfter(long generation) {
        return takes(generation + 1);
    }

    /**
     * How the trainer learns.
     *
     * @param windowSteps steps of a labelled window
     */
    TrainingSettings training(TrainingSettings full, int windowSteps) {
        return switch (this) {
            case FROZEN -> full.trainingTheHeadOnly();
            case STATELESS -> full.forSingleSteps(windowSteps);
            case NONE, FIRST_VERSION, UNTRAINED, WITHOUT_PRIORS -> full;
        };
    }
}
