package io.streamgauge.nn;

/**
 * How the gradient fades or grows on its way back: for each step t of a batch's last {@link TrainableNetwork#backward},
 * the Euclidean norm of ∂L/∂h_t over all sequences, per layer.
 */
public final class GradientTrace {
    private double[][] norms = {};
    private int steps;

    /** ‖∂L/∂h_t‖ of a layer. */
    public double norm(int layer, int step) {
        if (step < 0 || step >= steps) {
            throw new IllegalArgumentException("step is " + step + ", the trace has " + steps);
        }
        return norms[layer][step];
    }

    public int steps() {
        return steps;
    }

    void begin(int layers, int stepCount) {
        if (norms.length != layers || norms[0].length < stepCount) {
            norms = new double[layers][stepCount];
        }
        steps = stepCount;
    }

    void record(int layer, int step, float[] gradient, int length) {
        double squares = 0;
        for (int i = 0; i < length; i++) {
            squares += (double) gradient[i] * gradient[i];
        }
        norms[layer][step] = Math.sqrt(squares);
    }
}
