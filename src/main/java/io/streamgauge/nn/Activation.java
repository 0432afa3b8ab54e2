package io.streamgauge.nn;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The function that a {@link Dense} layer puts on its outputs; its {@link #id()} is the name in stored weights. */
public enum Activation {
    /** y = a. */
    IDENTITY("identity"),
    /** y = 1/(1 + e^(−a)). */
    SIGMOID("sigmoid"),
    /** y = tanh a. */
    TANH("tanh"),
    /** y = max(0, a). */
    RELU("relu"),
    /** y_i = a_i − log Σ_j e^(a_j), over all outputs of a step. */
    LOG_SOFTMAX("log-softmax");

    private final String id;

    Activation(String id) {
        this.id = id;
    }

    /** The activation with the given id. */
    public static Activation of(String id) {
        for (Activation activation : values()) {
            if (activation.id.equals(id)) {
                return activation;
            }
        }
        String known = Arrays.stream(values()).map(Activation::id).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("unknown activation '" + id + "', known are " + known);
    }

    public String id() {
        return id;
    }
}
