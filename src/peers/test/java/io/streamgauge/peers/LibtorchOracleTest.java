package io.streamgauge.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.streamgauge.learn.MeanSquaredError;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Outputs, states and every gradient by name against libtorch: in double precision, so that the error is ours alone, and
 * in single precision, as a user of PyTorch gets them.
 */
class LibtorchOracleTest {
    /** Single precision has a rounding of 6e-8; through 64 steps, forward and back, some of them add up. */
    private static final double OURS_ALONE = 1e-6;

    /** The same, and libtorch's own roundings. */
    private static final double BOTH_SINGLE = 1e-6;

    private static final RelativeErrors ERRORS = new RelativeErrors();

    @BeforeAll
    static void requireLibtorch() {
        try {
            Torch.engine();
        } catch (RuntimeException | LinkageError e) {
            System.err.println("No libtorch on this platform, its stored vectors have to do: " + e);
            Assumptions.abort("no libtorch on this platform: " + e);
        }
    }

    @AfterAll
    static void writeErrors() {
        ERRORS.write("libtorch.txt");
    }

    static Stream<OracleCase> cases() {
        return Stream.of(CellKind.GRU, CellKind.LSTM, CellKind.RNN_TANH, CellKind.RNN_RELU)
                .flatMap(OracleCase::of);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgreeWithLibtorchInDoublePrecision(OracleCase oracle) {
        requireAgreement(oracle, DataType.FLOAT64, OURS_ALONE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgreeWithLibtorchInSinglePrecision(OracleCase oracle) {
        requireAgreement(oracle, DataType.FLOAT32, BOTH_SINGLE);
    }

    private static void requireAgreement(OracleCase oracle, DataType type, double bound) {
        NetworkSpec spec = oracle.spec();
        String group = type + " " + spec.cell().id();
        OracleCase.Ours ours = oracle.forward();
        float[] gradient = new float[oracle.parameters().size()];
        new TruncatedBptt(spec, new MeanSquaredError()).accumulate(oracle.parameters().toArray(), oracle.windows(), gradient);

        Map<String, double[]> expected = libtorch(oracle, type);

        ERRORS.require(group, "output", ours.outputs(), get(expected, "output"), bound);
        for (int layer = 0; layer < spec.layers(); layer++) {
            for (int part = 0; part < spec.cell().stateParts(); part++) {
                String name = stateName(layer, part);
                ERRORS.require(group, name, ours.state(spec, layer, part), get(expected, name), bound);
            }
        }
        for (Tensor tensor : spec.layout().tensors()) {
            float[] part = Arrays.copyOfRange(gradient, tensor.offset(), tensor.offset() + tensor.size());
            ERRORS.require(group, "gradient of " + tensor.name(), part, get(expected, tensor.name()), bound);
        }
    }

    /** Outputs, last states and gradients by name, as libtorch has them. */
    private static Map<String, double[]> libtorch(OracleCase oracle, DataType type) {
        NetworkSpec spec = oracle.spec();
        Map<String, double[]> results = new LinkedHashMap<>();
        try (NDManager manager = Torch.engine().newBaseManager()) {
            Map<String, NDArray> tensors = type == DataType.FLOAT64
                    ? Torch.doubles(manager, oracle.parameters())
                    : Torch.singles(manager, oracle.parameters());
            tensors.values().forEach(tensor -> tensor.setRequiresGradient(true));
            NDArray x = array(manager, type, oracle.inputs(), shape(oracle, spec.inputSize()));
            NDArray targets = array(manager, type, oracle.targets(), shape(oracle, spec.outputSize()));
            NDList state = initialState(manager, type, oracle);
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                NDList after = Torch.recurrent(spec, x, state, Torch.recurrentWeights(spec, tensors));
                NDArray y = Torch.head(after.head(), tensors);
                collector.backward(y.sub(targets).square().mean());
                results.put("output", doubles(y));
                putStates(results, spec, after);
                tensors.forEach((name, tensor) -> results.put(name, doubles(tensor.getGradient())));
            }
        }
        return results;
    }

    private static void putStates(Map<String, double[]> results, NetworkSpec spec, NDList after) {
        for (int part = 0; part < spec.cell().stateParts(); part++) {
            for (int layer = 0; layer < spec.layers(); layer++) {
                results.put(stateName(layer, part), doubles(after.get(1 + part).get(layer)));
            }
        }
    }

    /** h, and where there is one c, [layers × batch × hidden]. */
    private static NDList initialState(NDManager manager, DataType type, OracleCase oracle) {
        NetworkSpec spec = oracle.spec();
        int width = oracle.batch() * spec.hiddenSize();
        NDList state = new NDList();
        for (int part = 0; part < spec.cell().stateParts(); part++) {
            float[] values = new float[spec.layers() * width];
            for (int layer = 0; layer < spec.layers(); layer++) {
                System.arraycopy(oracle.initial(layer, part), 0, values, layer * width, width);
            }
            state.add(array(manager, type, values, new Shape(spec.layers(), oracle.batch(), spec.hiddenSize())));
        }
        return state;
    }

    private static Shape shape(OracleCase oracle, int width) {
        return new Shape(oracle.steps(), oracle.batch(), width);
    }

    private static NDArray array(NDManager manager, DataType type, float[] values, Shape shape) {
        return manager.create(values, shape).toType(type, false);
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    private static String stateName(int layer, int part) {
        return (part == 0 ? "last h" : "last c") + layer;
    }

    private static double[] get(Map<String, double[]> results, String name) {
        double[] values = results.get(name);
        if (values == null) {
            throw new IllegalArgumentException("no '" + name + "', there are " + results.keySet());
        }
        return values;
    }
}
