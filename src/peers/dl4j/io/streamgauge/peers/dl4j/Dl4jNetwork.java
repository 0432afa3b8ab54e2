package io.streamgauge.peers.dl4j;

import io.streamgauge.app.bench.TrainCase;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j's network with our weights. */
final class Dl4jNetwork {
    /** Our gates i|f|g|o in its order g|f|o|i. */
    private static final int[] ORDER = {2, 1, 3, 0};

    private Dl4jNetwork() {}

    static MultiLayerNetwork of(NetworkSpec spec, Parameters parameters) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(new Adam(TrainCase.LEARNING_RATE))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(TrainCase.MAX_NORM)
                .list();
        for (int layer = 0; layer < spec.layers(); layer++) {
            layers.layer(new LSTM.Builder()
                    .nIn(layer == 0 ? spec.inputSize() : spec.hiddenSize())
                    .nOut(spec.hiddenSize())
                    .activation(Activation.TANH)
                    .gateActivationFunction(Activation.SIGMOID)
                    .build());
        }
        layers.layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(spec.hiddenSize())
                .nOut(spec.outputSize())
                .activation(Activation.IDENTITY)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        for (int layer = 0; layer < spec.layers(); layer++) {
            network.setParam(layer + "_W", gates(parameters, "rnn.weight_ih_l" + layer, spec));
            network.setParam(layer + "_RW", gates(parameters, "rnn.weight_hh_l" + layer, spec));
            network.setParam(layer + "_b", gates(parameters, "rnn.bias_ih_l" + layer, spec)
                    .add(gates(parameters, "rnn.bias_hh_l" + layer, spec)));
        }
        network.setParam(spec.layers() + "_W", matrix(parameters, "head.weight").transpose());
        network.setParam(spec.layers() + "_b", matrix(parameters, "head.bias").transpose());
        return network;
    }

    /** The transposed tensor [columns × gates·hidden] with its gates in Deeplearning4j's order. */
    private static INDArray gates(Parameters parameters, String name, NetworkSpec spec) {
        INDArray rows = matrix(parameters, name);
        INDArray[] blocks = new INDArray[ORDER.length];
        for (int i = 0; i < ORDER.length; i++) {
            int from = ORDER[i] * spec.hiddenSize();
            blocks[i] = rows.get(
                    NDArrayIndex.interval(from, from + spec.hiddenSize()),
                    NDArrayIndex.all());
        }
        return Nd4j.concat(0, blocks).transpose();
    }

    /** A tensor as a matrix; a vector is a column. */
    private static INDArray matrix(Parameters parameters, String name) {
        Tensor tensor = parameters.layout().tensor(name);
        int rows = tensor.shape().get(0);
        float[] values = Arrays.copyOfRange(parameters.toArray(), tensor.offset(), tensor.offset() + tensor.size());
        return Nd4j.createFromArray(values).reshape(rows, tensor.size() / rows);
    }
}
