package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.OuterSum;
import java.util.Arrays;

/**
 * The head of the network, a map of the last layer's hidden state: {@code y = φ(W h + b)} with the {@link Activation} φ.
 *
 * <p>With the combined cell {@code y = φ(V x + W h + b)}, where h is the state before the step and V|W are the columns
 * of one matrix. Rows of outputs are padded.
 */
final class Dense {
    private static final float[] ONE = {1};

    private final Kernel kernel;
    private final Activation activation;
    private final boolean combined;
    private final int outputs;
    /** Padded outputs. */
    final int width;

    private final WeightBlock hidden;
    /** V, with the combined cell; else without columns. */
    private final WeightBlock input;

    private final BiasBlock bias;
    private final float[] start;
    /** Room for a gradient that is on its way to the parameters [width]. */
    private final float[] biasGradient;

    Dense(NetworkSpec spec, Kernel kernel) {
        this.kernel = kernel;
        activation = spec.activation();
        outputs = spec.outputSize();
        width = Kernel.padded(outputs);
        combined = spec.cell() == CellKind.RNN_COMBINED;
        ParameterLayout layout = spec.layout();
        var weight = layout.tensor(combined ? ParameterLayout.COMBINED_HEAD_WEIGHT : ParameterLayout.HEAD_WEIGHT);
        int inputs = combined ? spec.layerInputSize(0) : 0;
        input = new WeightBlock(kernel, weight, 0, inputs, outputs, 0);
        hidden = new WeightBlock(kernel, weight, inputs, spec.hiddenSize(), outputs, 0);
        bias = new BiasBlock(
                layout.tensor(combined ? ParameterLayout.COMBINED_HEAD_BIAS : ParameterLayout.HEAD_BIAS), outputs, 0);
        start = new float[width];
        biasGradient = new float[width];
    }

    void trainable() {
        input.trainable(kernel);
        hidden.trainable(kernel);
    }

    void load(float[] parameters) {
        input.load(parameters);
        hidden.load(parameters);
        Arrays.fill(start, 0);
        bias.addTo(parameters, start, 0);
    }

    /**
     * The outputs of a number of rows.
     *
     * @param x rows of the first layer's input, which only the combined cell reads
     * @param rows of the last layer
     * @param out rows of outputs [width]
     */
    void forward(int count, float[] x, int xOffset, int xStride, LayerRows rows, float[] out) {
        float[] from = start;
        int fromStride = 0;
        if (combined) {
            kernel.multiplyAdd(input.forward(), count, x, xOffset, xStride, start, 0, 0, out, 0, width);
            from = out;
            fromStride = width;
        }
        kernel.multiplyAdd(hidden.forward(), count, states(rows), 0, rows.size, from, 0, fromStride, out, 0, width);
        activate(count, out);
    }

    private float[] states(LayerRows rows) {
        return combined ? rows.previous : rows.next;
    }

    /** y = φ(a), in place. */
    private void activate(int count, float[] out) {
        int length = count * width;
        switch (activation) {
            case IDENTITY -> {}
            case SIGMOID -> kernel.sigmoid(out, 0, length);
            case TANH -> kernel.tanh(out, 0, length);
            case RELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = Math.max(0, out[i]);
                }
            }
            case LOG_SOFTMAX -> {
                for (int row = 0; row < count; row++) {
                    logSoftmax(out, row * width);
                }
            }
        }
    }

    /** y_i = a_i − max − log Σ_j e^(a_j − max). */
    private void logSoftmax(float[] out, int at) {
        float max = out[at];
        for (int i = 1; i < outputs; i++) {
            max = Math.max(max, out[at + i]);
        }
        double sum = 0;
        for (int i = 0; i < outputs; i++) {
            sum += Exponential.of(out[at + i] - max);
        }
        double shift = max + StrictMath.log(sum);
        for (int i = 0; i < outputs; i++) {
            out[at + i] = (float) (out[at + i] - shift);
        }
    }

    /**
     * The way back of all rows: adds to the gradient.
     *
     * @param out the outputs y; not modified
     * @param delta on entry ∂L/∂y, then ∂L/∂a; rows as the outputs, their padding 0
     */
    void backward(int count, float[] x, LayerRows rows, float[] out, float[] delta, HeadGradient gradient) {
        deactivate(count, out, delta);
        gradient.hidden().add(count, delta, 0, width, states(rows), 0, rows.size);
        gradient.bias().add(count, ONE, 0, 0, delta, 0, width);
        if (combined) {
            gradient.input().add(count, x, 0, input.columns(), delta, 0, width);
        }
    }

    /**
     * The gradient with respect to the states, Wᵀ ∂L/∂a, of {@code count} rows from {@code row} on, after {@link
     * #backward}.
     *
     * @param zeros at least a padded state of zeros
     * @param out rows of padded states, that of the first of these rows at 0
     */
    void hiddenGradient(int row, int count, float[] delta, float[] zeros, float[] out) {
        int size = hidden.backward().outputs();
        kernel.multiplyAdd(hidden.backward(), count, delta, row * width, width, zeros, 0, 0, out, 0, size);
    }

    /** Adds Vᵀ ∂L/∂a to the gradient of the first layer's input; only the combined cell has V. */
    void addInputGradient(int count, float[] delta, float[] inputGradient) {
        if (combined) {
            int inputWidth = input.backward().outputs();
            kernel.multiplyAdd(
                    input.backward(),
                    count,
                    delta,
                    0,
                    width,
                    inputGradient,
                    0,
                    inputWidth,
                    inputGradient,
                    0,
                    inputWidth);
        }
    }

    /** ∂L/∂a = ∂L/∂y ⊙ φ'(a), with φ' from y. */
    private void deactivate(int count, float[] out, float[] delta) {
        for (int row = 0; row < count; row++) {
            int at = row * width;
            switch (activation) {
                case IDENTITY -> {}
                case SIGMOID -> {
                    for (int i = at; i < at + outputs; i++) {
                        delta[i] *= out[i] * (1 - out[i]);
                    }
                }
                case TANH -> {
                    for (int i = at; i < at + outputs; i++) {
                        delta[i] *= 1 - out[i] * out[i];
                    }
                }
                case RELU -> {
                    for (int i = at; i < at + outputs; i++) {
                        delta[i] = out[i] > 0 ? delta[i] : 0;
                    }
                }
                case LOG_SOFTMAX -> logSoftmaxGradient(out, delta, at);
            }
        }
    }

    /** ∂L/∂a_i = ∂L/∂y_i − e^(y_i) Σ_j ∂L/∂y_j. */
    private void logSoftmaxGradient(float[] out, float[] delta, int at) {
        double sum = 0;
        for (int i = at; i < at + outputs; i++) {
            sum += delta[i];
        }
        for (int i = at; i < at + outputs; i++) {
            delta[i] = (float) (delta[i] - Exponential.of(out[i]) * sum);
        }
    }

    HeadGradient newGradient() {
        return new HeadGradient(
                input.newGradient(kernel), hidden.newTransposedGradient(kernel), kernel.outerSum(1, width));
    }

    void store(HeadGradient gradient, float[] out) {
        input.store(gradient.input(), out);
        hidden.storeTransposed(gradient.hidden(), out);
        gradient.bias().copyTo(biasGradient);
        bias.store(biasGradient, 0, out);
    }

    /** The gradients of V, Wᵀ and b: there are few outputs, and lanes that are states leave none idle. */
    record HeadGradient(OuterSum input, OuterSum hidden, OuterSum bias) {
        void clear() {
            input.clear();
            hidden.clear();
            bias.clear();
        }

        void add(HeadGradient other) {
            input.add(other.input);
            hidden.add(other.hidden);
            bias.add(other.bias);
        }
    }
}
