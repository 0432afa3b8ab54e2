package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Exported models, run by ONNX Runtime beside the network that they were made of. */
class OnnxExportOracleTest {
    /**
     * Largest difference of an output or a state, all of the order of 1, after any of the steps: both sides compute in
     * float32 and approximate tanh and the logistic function to about 3e-7, and the state carries what each step adds.
     */
    private static final float TOLERANCE = 1e-5f;

    private static final int STEPS = 50;
    private static final int BATCH = 3;
    private static final int INPUT = 3;
    private static final int HIDDEN = 16;
    private static final int OUTPUT = 4;

    @ParameterizedTest(name = "{0} × {1}")
    @CsvSource({
        "RNN_TANH, 1", "RNN_TANH, 2",
        "RNN_RELU, 1", "RNN_RELU, 2",
        "GRU, 1", "GRU, 2",
        "GRU_RESET_BEFORE, 1", "GRU_RESET_BEFORE, 2",
        "LSTM, 1", "LSTM, 2",
        "RNN_COMBINED, 1"
    })
    void shouldComputeWhatTheNetworkComputes(CellKind cell, int layers, TestReporter reporter) throws OrtException {
        shouldCompute(new NetworkSpec(cell, INPUT, HIDDEN, layers, OUTPUT), reporter);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldLookCategoriesUpAsTheNetworkDoes(CellKind cell, TestReporter reporter) throws OrtException {
        List<Embedding> embeddings = new ArrayList<>();
        for (int dimension : new int[] {5, 1}) {
            embeddings.add(new Embedding(10 * dimension, dimension));
            for (int features : new int[] {0, INPUT}) {
                int layers = RandomNetworks.upToTwoLayers(cell);
                shouldCompute(
                        new NetworkSpec(cell, features, HIDDEN, layers, OUTPUT, embeddings, Activation.IDENTITY),
                        reporter);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldPutTheActivationOnTheHeadAsTheNetworkDoes(Activation activation, TestReporter reporter)
            throws OrtException {
        for (CellKind cell : CellKind.values()) {
            shouldCompute(new NetworkSpec(cell, INPUT, HIDDEN, 1, OUTPUT, List.of(), activation), reporter);
        }
    }

    /** What the model makes of categories that the network refuses. */
    @Test
    void shouldCutFractionsAndCountFromTheEndBelowZero() throws OrtException {
        NetworkSpec spec = new NetworkSpec(
                CellKind.GRU, 0, HIDDEN, 1, OUTPUT, List.of(new Embedding(5, 4)), Activation.IDENTITY);
        byte[] bytes = OnnxExport.encode(spec, parameters(spec), Map.of());
        try (Model model = new Model(spec, bytes)) {
            model.step(new float[] {1, 1.75f, 2});
            assertThat(part(model.value("y"), 1, OUTPUT)).isEqualTo(part(model.value("y"), 0, OUTPUT));
            assertThat(part(model.value("y"), 2, OUTPUT)).isNotEqualTo(part(model.value("y"), 0, OUTPUT));
        }
        try (Model model = new Model(spec, bytes)) {
            model.step(new float[] {4, -1, 0});
            assertThat(part(model.value("y"), 1, OUTPUT)).isEqualTo(part(model.value("y"), 0, OUTPUT));
            assertThatExceptionOfType(OrtException.class).isThrownBy(() -> model.step(new float[] {5, 0, 0}));
        }
    }

    private static void shouldCompute(NetworkSpec spec, TestReporter reporter) throws OrtException {
        Parameters parameters = parameters(spec);
        RecurrentNetwork network = new RecurrentNetwork(spec, parameters);
        Scratch scratch = network.newScratch();
        HiddenState[] states = new HiddenState[BATCH];
        for (int series = 0; series < BATCH; series++) {
            states[series] = network.newState();
        }
        var random = new Random(2);
        float[] y = new float[OUTPUT];
        double largest = 0;
        try (Model model = new Model(spec, OnnxExport.encode(spec, parameters, Map.of()))) {
            for (int step = 0; step < STEPS; step++) {
                float[] x = RandomNetworks.window(spec, BATCH, random.nextLong()).inputs();
                model.step(x);
                for (int series = 0; series < BATCH; series++) {
                    network.step(part(x, series, spec.inputWidth()), states[series], scratch, y);
                    largest = Math.max(largest, difference(y, part(model.value("y"), series, OUTPUT)));
                    largest = Math.max(largest, difference(states[series].values(), model.state(series)));
                }
                assertThat(largest)
                        .as("largest difference of %s until step %s", spec, step)
                        .isCloseTo(0, within((double) TOLERANCE));
            }
        }
        reporter.publishEntry(spec.toString(), Double.toString(largest));
    }

    @Test
    void shouldCarryItsDescriptionAndMetadata() throws OrtException {
        NetworkSpec spec = new NetworkSpec(CellKind.GRU, INPUT, HIDDEN, 1, OUTPUT);
        byte[] bytes = OnnxExport.encode(spec, parameters(spec), Map.of("generation", "7", "version", "5"));
        try (Model model = new Model(spec, bytes)) {
            var metadata = model.session.getMetadata();
            assertThat(metadata.getProducerName()).isEqualTo("streamgauge");
            assertThat(metadata.getCustomMetadata())
                    .containsEntry("generation", "7")
                    .containsEntry("version", "5")
                    .containsEntry("cell", "gru");
        }
    }

    /** Weights as PyTorch draws them, ±1/√H, so that a rectifier's state stays of the order of 1 for all steps. */
    private static Parameters parameters(NetworkSpec spec) {
        float bound = (float) (1 / Math.sqrt(spec.hiddenSize()));
        return Parameters.of(spec.layout(), RandomNetworks.uniform(spec.layout().size(), bound, new Random(1)));
    }

    private static float[] part(float[] values, int index, int length) {
        float[] part = new float[length];
        System.arraycopy(values, index * length, part, 0, length);
        return part;
    }

    private static double difference(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) found[i] - expected[i]);
            // Math.max keeps NaN, which is then close to nothing.
            largest = Math.max(largest, difference);
        }
        return largest;
    }

    /** A model in ONNX Runtime with the state of its series, zeros before the first step. */
    private static final class Model implements AutoCloseable {
        private final NetworkSpec spec;
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;
        private final Map<String, float[]> values = new LinkedHashMap<>();

        Model(NetworkSpec spec, byte[] bytes) throws OrtException {
            this.spec = spec;
            session = environment.createSession(bytes);
            for (String name : session.getInputNames()) {
                values.put(name, new float[BATCH * HIDDEN]);
            }
        }

        void step(float[] x) throws OrtException {
            values.put("x", x);
            Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
            try {
                for (String name : session.getInputNames()) {
                    float[] input = value(name);
                    long[] shape = {1, BATCH, input.length / BATCH};
                    inputs.put(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape));
                }
                try (OrtSession.Result result = session.run(inputs)) {
                    for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
                        float[] after = floats((OnnxTensor) output.getValue());
                        values.put(output.getKey().replace("_next", ""), after);
                    }
                }
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        }

        float[] value(String name) {
            return Objects.requireNonNull(values.get(name), name);
        }

        /** The state of one series as {@link HiddenState} lays it out. */
        float[] state(int series) {
            float[] state = new float[spec.stateSize()];
            int parts = spec.cell().stateParts();
            for (int layer = 0; layer < spec.layers(); layer++) {
                for (int part = 0; part < parts; part++) {
                    float[] all = value((part == 0 ? "h" : "c") + layer);
                    System.arraycopy(all, series * HIDDEN, state, (layer * parts + part) * HIDDEN, HIDDEN);
                }
            }
            return state;
        }

        private static float[] floats(OnnxTensor tensor) {
            FloatBuffer buffer = tensor.getFloatBuffer();
            float[] floats = new float[buffer.remaining()];
            buffer.get(floats);
            return floats;
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }
}
