package io.streamgauge.learn;

/** Checks that what an optimizer is given fits it, with both numbers in the message. */
final class OptimizerSizes {
    private OptimizerSizes() {}

    static void requireStep(float[] parameters, float[] gradient, double learningRate, int size) {
        require("parameters", parameters.length, size);
        require("gradient", gradient.length, size);
        Requirements.notNegative("learningRate", learningRate);
    }

    static void require(String name, int found, int size) {
        if (found != size) {
            throw new IllegalArgumentException(name + " has " + found + " values, optimizer expects " + size);
        }
    }

    /** The state as the kind that the optimizer understands. */
    static <S extends OptimizerState> S requireKind(Class<S> kind, OptimizerState state) {
        if (!kind.isInstance(state)) {
            throw new IllegalArgumentException("state is of kind "
                    + state.getClass().getSimpleName() + ", optimizer expects " + kind.getSimpleName());
        }
        return kind.cast(state);
    }
}
