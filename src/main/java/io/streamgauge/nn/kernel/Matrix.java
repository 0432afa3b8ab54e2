package io.streamgauge.nn.kernel;

/**
 * A weight matrix in the form that its {@link Kernel} reads fastest.
 *
 * <p>Written by one thread and then read by any; {@link #load} replaces all of it.
 */
public interface Matrix {
    int inputs();

    int outputs();

    /** Takes a copy of all values, input-major: the weights of input k to all outputs begin at {@code k·outputs()}. */
    void load(float[] values);
}
