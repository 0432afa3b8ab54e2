package io.streamgauge.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.RNN;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** PyTorch's own recurrent functions on our named tensors, through DJL; one thread. */
public final class Torch {
    private static final String ENGINE = "PyTorch";

    private Torch() {}

    /** The engine; fails where the platform has no libtorch. */
    public static Engine engine() {
        // DJL reads these when it loads the library.
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        // The library lies in a jar on the class path; nothing is to be looked for elsewhere, nor reported.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        return Engine.getEngine(ENGINE);
    }

    /** The tensors by name, in single precision. */
    public static Map<String, NDArray> singles(NDManager manager, Parameters parameters) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        float[] values = parameters.toArray();
        for (Tensor tensor : parameters.layout().tensors()) {
            float[] part = Arrays.copyOfRange(values, tensor.offset(), tensor.offset() + tensor.size());
            tensors.put(tensor.name(), manager.create(part, shape(tensor)));
        }
        return tensors;
    }

    /** The tensors by name, in double precision. */
    public static Map<String, NDArray> doubles(NDManager manager, Parameters parameters) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        float[] values = parameters.toArray();
        for (Tensor tensor : parameters.layout().tensors()) {
            double[] part = new double[tensor.size()];
            Arrays.setAll(part, i -> values[tensor.offset() + i]);
            tensors.put(tensor.name(), manager.create(part, shape(tensor)));
        }
        return tensors;
    }

    private static Shape shape(Tensor tensor) {
        return new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
    }

    /**
     * The weights of all layers in the order that PyTorch's functions expect.
     *
     * @param tensors by the names of our layout, which are PyTorch's
     */
    public static NDList recurrentWeights(NetworkSpec spec, Map<String, NDArray> tensors) {
        NDList weights = new NDList();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith("rnn.")) {
                weights.add(tensor);
            }
        });
        if (weights.size() != 4 * spec.layers()) {
            throw new IllegalArgumentException(
                    "there are " + weights.size() + " recurrent tensors, expected " + 4 * spec.layers());
        }
        return weights;
    }

    /**
     * All steps: the hidden states of the last layer [steps × batch × hidden], then the state after the last step, h and
     * where there is one c [layers × batch × hidden].
     *
     * @param x [steps × batch × features]
     * @param state h, and where there is one c
     */
    public static NDList recurrent(NetworkSpec spec, NDArray x, NDList state, NDList weights) {
        var operators = x.getNDArrayInternal();
        int layers = spec.layers();
        return switch (spec.cell()) {
            case RNN_TANH -> operators.rnn(
                    x, state.head(), weights, true, layers, RNN.Activation.TANH, 0, false, false, false);
            case RNN_RELU -> operators.rnn(
                    x, state.head(), weights, true, layers, RNN.Activation.RELU, 0, false, false, false);
            case GRU -> operators.gru(x, state.head(), weights, true, layers, 0, false, false, false);
            case LSTM -> operators.lstm(x, state, weights, true, layers, 0, false, false, false);
            case GRU_RESET_BEFORE, RNN_COMBINED -> throw new IllegalArgumentException(spec.cell() + " is not a cell of PyTorch's");
        };
    }

    public static NDArray head(NDArray hidden, Map<String, NDArray> tensors) {
        return Linear.linear(hidden, get(tensors, "head.weight"), get(tensors, "head.bias"))
                .singletonOrThrow();
    }

    static NDArray get(Map<String, NDArray> tensors, String name) {
        NDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor '" + name + "', there are " + tensors.keySet());
        }
        return tensor;
    }
}
