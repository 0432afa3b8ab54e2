package io.streamgauge.peers;

import io.streamgauge.app.bench.Peer;
import io.streamgauge.app.bench.StepCase;
import io.streamgauge.app.bench.StepContestant;
import io.streamgauge.app.bench.TrainBatch;
import io.streamgauge.app.bench.TrainCase;
import io.streamgauge.app.bench.TrainContestant;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** What a Java user would write by hand: a step on EJML's matrix-vector products. */
public final class EjmlPeer implements Peer {

    @Override
    public Optional<StepContestant> step(StepCase stepCase, Parameters parameters) {
        return Optional.of(new Step(stepCase.spec(), parameters));
    }

    @Override
    public Optional<TrainContestant> training(TrainCase trainCase, Parameters parameters, TrainBatch batch) {
        return Optional.empty();
    }

    /** The matrices of one layer, and its sums before the gates: W x + b_i and U h + b_h. */
    private static final class Layer {
        final FMatrixRMaj inputWeight;
        final FMatrixRMaj recurrentWeight;
        final FMatrixRMaj inputBias;
        final FMatrixRMaj recurrentBias;
        final FMatrixRMaj fromInput;
        final FMatrixRMaj fromState;
        final FMatrixRMaj hidden;

        Layer(NetworkSpec spec, Parameters parameters, int layer) {
            inputWeight = matrix(parameters, "rnn.weight_ih_l" + layer);
            recurrentWeight = matrix(parameters, "rnn.weight_hh_l" + layer);
            inputBias = matrix(parameters, "rnn.bias_ih_l" + layer);
            recurrentBias = matrix(parameters, "rnn.bias_hh_l" + layer);
            fromInput = new FMatrixRMaj(inputBias.numRows, 1);
            fromState = new FMatrixRMaj(inputBias.numRows, 1);
            hidden = new FMatrixRMaj(spec.hiddenSize(), 1);
        }
    }

    private static final class Step implements StepContestant {
        private final NetworkSpec spec;
        private final Layer[] layers;
        private final FMatrixRMaj features;

        Step(NetworkSpec spec, Parameters parameters) {
            this.spec = spec;
            this.layers = new Layer[spec.layers()];
            Arrays.setAll(layers, layer -> new Layer(spec, parameters, layer));
            this.features = new FMatrixRMaj(spec.inputSize(), 1);
        }

        @Override
        public void step(float[] input, HiddenState state, float[] out) {
            System.arraycopy(input, 0, features.data, 0, input.length);
            FMatrixRMaj entering = features;
            int offset = 0;
            int units = spec.hiddenSize();
            for (Layer layer : layers) {
                System.arraycopy(state.values(), offset, layer.hidden.data, 0, units);
                CommonOps_FDRM.mult(layer.inputWeight, entering, layer.fromInput);
                CommonOps_FDRM.mult(layer.recurrentWeight, layer.hidden, layer.fromState);
                CommonOps_FDRM.addEquals(layer.fromInput, layer.inputBias);
                CommonOps_FDRM.addEquals(layer.fromState, layer.recurrentBias);
                if (spec.cell() == CellKind.LSTM) {
                    longShortTermMemory(layer, units, state.values(), offset);
                } else {
                    gatedRecurrentUnit(layer, units, state.values(), offset);
                }
                System.arraycopy(state.values(), offset, layer.hidden.data, 0, units);
                entering = layer.hidden;
                offset += units * spec.cell().stateParts();
            }
        }

        private static void gatedRecurrentUnit(Layer layer, int units, float[] state, int at) {
            float[] a = layer.fromInput.data;
            float[] b = layer.fromState.data;
            for (int i = 0; i < units; i++) {
                float r = sigmoid(a[i] + b[i]);
                float z = sigmoid(a[units + i] + b[units + i]);
                float n = (float) Math.tanh(a[2 * units + i] + r * b[2 * units + i]);
                // h' = (1 − z) ⊙ n + z ⊙ h
                state[at + i] = n + z * (state[at + i] - n);
            }
        }

        private static void longShortTermMemory(Layer layer, int units, float[] state, int at) {
            float[] a = layer.fromInput.data;
            float[] b = layer.fromState.data;
            for (int j = 0; j < units; j++) {
                float i = sigmoid(a[j] + b[j]);
                float f = sigmoid(a[units + j] + b[units + j]);
                float g = (float) Math.tanh(a[2 * units + j] + b[2 * units + j]);
                float o = sigmoid(a[3 * units + j] + b[3 * units + j]);
                // c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh c'
                float c = f * state[at + units + j] + i * g;
                state[at + units + j] = c;
                state[at + j] = o * (float) Math.tanh(c);
            }
        }

        private static float sigmoid(float x) {
            return 1 / (1 + (float) Math.exp(-x));
        }
    }

    /** A tensor as a matrix; a vector is a column. */
    private static FMatrixRMaj matrix(Parameters parameters, String name) {
        Tensor tensor = parameters.layout().tensor(name);
        int rows = tensor.shape().get(0);
        float[] values = Arrays.copyOfRange(parameters.toArray(), tensor.offset(), tensor.offset() + tensor.size());
        return FMatrixRMaj.wrap(rows, tensor.size() / rows, values);
    }
}
