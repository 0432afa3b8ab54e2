package io.streamgauge.nn;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The network in double precision, row by row from the equations, as slow and as plain as possible: what the float
 * network and its gradients are compared with.
 */
public final class ReferenceNetwork {
    private final NetworkSpec spec;
    private final ParameterLayout layout;
    private final double[] parameters;
    private final Dropout dropout;
    private final int sequence;

    public ReferenceNetwork(NetworkSpec spec, double[] parameters) {
        this(spec, parameters, Dropout.NONE, 0);
    }

    /** The network with the zeros that a sequence of a batch meets between its layers. */
    ReferenceNetwork(NetworkSpec spec, double[] parameters, Dropout dropout, int sequence) {
        this.spec = spec;
        this.layout = spec.layout();
        this.parameters = parameters;
        this.dropout = dropout;
        this.sequence = sequence;
    }

    /** Outputs [steps × O] of all steps; the state [stateSize] is advanced. */
    public double[] run(int steps, float[] inputs, double[] state) {
        double[] outputs = new double[steps * spec.outputSize()];
        for (int t = 0; t < steps; t++) {
            double[] y = activate(step(t, firstInput(inputs, t * spec.inputWidth()), state));
            System.arraycopy(y, 0, outputs, t * y.length, y.length);
        }
        return outputs;
    }

    /** The features, then the rows of the embeddings' tables. */
    private double[] firstInput(float[] inputs, int at) {
        DoubleStream.Builder x = DoubleStream.builder();
        for (int i = 0; i < spec.inputSize(); i++) {
            x.add(inputs[at + i]);
        }
        for (int e = 0; e < spec.embeddings().size(); e++) {
            int dimension = spec.embeddings().get(e).dimension();
            int row = (int) inputs[at + spec.inputSize() + e];
            for (int j = 0; j < dimension; j++) {
                x.add(at("embeddings." + e + ".weight", row * dimension + j));
            }
        }
        return x.build().toArray();
    }

    private double[] step(int t, double[] input, double[] state) {
        if (spec.cell() == CellKind.RNN_COMBINED) {
            return stepCombined(input, state);
        }
        double[] x = input;
        int size = spec.hiddenSize() * spec.cell().stateParts();
        for (int layer = 0; layer < spec.layers(); layer++) {
            x = stepLayer(layer, layer > 0 ? drop(t, layer, x) : x, state, layer * size);
        }
        return affine("head", spec.outputSize(), x);
    }

    private double[] drop(int t, int layer, double[] x) {
        float[] factors = new float[x.length];
        Arrays.fill(factors, 1);
        dropout.apply(sequence, t, layer, factors, 0, factors.length);
        double[] dropped = x.clone();
        for (int i = 0; i < dropped.length; i++) {
            dropped[i] *= factors[i];
        }
        return dropped;
    }

    /** hidden = i2h([x; h]), output = i2o([x; h]). */
    private double[] stepCombined(double[] input, double[] state) {
        double[] both =
                DoubleStream.concat(Arrays.stream(input), Arrays.stream(state)).toArray();
        double[] hidden = affine("i2h", spec.hiddenSize(), both);
        System.arraycopy(hidden, 0, state, 0, hidden.length);
        return affine("i2o", spec.outputSize(), both);
    }

    private double[] affine(String name, int outputs, double[] x) {
        double[] y = new double[outputs];
        for (int o = 0; o < y.length; o++) {
            y[o] = at(name + ".bias", o) + dot(name + ".weight", o, x);
        }
        return y;
    }

    private double[] activate(double[] a) {
        double sum = Arrays.stream(a).map(Math::exp).sum();
        return Arrays.stream(a)
                .map(value -> switch (spec.activation()) {
                    case IDENTITY -> value;
                    case SIGMOID -> logistic(value);
                    case TANH -> Math.tanh(value);
                    case RELU -> Math.max(0, value);
                    case LOG_SOFTMAX -> value - Math.log(sum);
                })
                .toArray();
    }

    private double[] stepLayer(int layer, double[] x, double[] state, int offset) {
        int size = spec.hiddenSize();
        double[] h = new double[size];
        System.arraycopy(state, offset, h, 0, size);
        double[] next = new double[size];
        for (int j = 0; j < size; j++) {
            next[j] = switch (spec.cell()) {
                case RNN_TANH -> Math.tanh(input(layer, j, x) + recurrent(layer, j, h));
                case RNN_RELU -> Math.max(0, input(layer, j, x) + recurrent(layer, j, h));
                case GRU -> resetAfter(layer, j, x, h);
                case GRU_RESET_BEFORE -> resetBefore(layer, j, x, h);
                case LSTM -> lstm(layer, j, x, h, state, offset + size + j);
                case RNN_COMBINED -> throw new IllegalStateException("the combined cell is a step of its own");
            };
        }
        System.arraycopy(next, 0, state, offset, size);
        return next;
    }

    private double resetAfter(int layer, int j, double[] x, double[] h) {
        int size = spec.hiddenSize();
        double r = logistic(input(layer, j, x) + recurrent(layer, j, h));
        double z = logistic(input(layer, size + j, x) + recurrent(layer, size + j, h));
        double n = Math.tanh(input(layer, 2 * size + j, x) + r * recurrent(layer, 2 * size + j, h));
        return (1 - z) * n + z * h[j];
    }

    private double resetBefore(int layer, int j, double[] x, double[] h) {
        int size = spec.hiddenSize();
        double[] reset = new double[size];
        for (int i = 0; i < size; i++) {
            reset[i] = logistic(input(layer, i, x) + recurrent(layer, i, h)) * h[i];
        }
        double z = logistic(input(layer, size + j, x) + recurrent(layer, size + j, h));
        double n = Math.tanh(input(layer, 2 * size + j, x) + recurrent(layer, 2 * size + j, reset));
        return (1 - z) * h[j] + z * n;
    }

    private double lstm(int layer, int j, double[] x, double[] h, double[] state, int cell) {
        int size = spec.hiddenSize();
        double i = logistic(input(layer, j, x) + recurrent(layer, j, h));
        double f = logistic(input(layer, size + j, x) + recurrent(layer, size + j, h));
        double g = Math.tanh(input(layer, 2 * size + j, x) + recurrent(layer, 2 * size + j, h));
        double o = logistic(input(layer, 3 * size + j, x) + recurrent(layer, 3 * size + j, h));
        state[cell] = f * state[cell] + i * g;
        return o * Math.tanh(state[cell]);
    }

    private double input(int layer, int row, double[] x) {
        return at("rnn.bias_ih_l" + layer, row) + dot("rnn.weight_ih_l" + layer, row, x);
    }

    private double recurrent(int layer, int row, double[] h) {
        return at("rnn.bias_hh_l" + layer, row) + dot("rnn.weight_hh_l" + layer, row, h);
    }

    private double dot(String name, int row, double[] x) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += at(name, row * x.length + k) * x[k];
        }
        return sum;
    }

    private double at(String name, int index) {
        return parameters[layout.tensor(name).offset() + index];
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
