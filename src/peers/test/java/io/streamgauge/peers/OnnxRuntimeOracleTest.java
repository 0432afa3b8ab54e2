package io.streamgauge.peers;

import static io.streamgauge.peers.RelativeErrors.widened;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs and states against ONNX Runtime's operators, which have nothing in common with libtorch's. */
class OnnxRuntimeOracleTest {
    /** ONNX Runtime computes in single precision, with activations of its own. */
    private static final double BOTH_SINGLE = 1e-6;

    private static final RelativeErrors ERRORS = new RelativeErrors();

    @AfterAll
    static void writeErrors() {
        ERRORS.write("onnxruntime.txt");
    }

    static Stream<OracleCase> cases() {
        return Arrays.stream(CellKind.values())
                .filter(cell -> cell != CellKind.RNN_COMBINED)
                .flatMap(OracleCase::of);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgreeWithOnnxRuntime(OracleCase oracle) {
        NetworkSpec spec = oracle.spec();
        int part = oracle.batch() * spec.hiddenSize();
        int parts = spec.layers() * spec.cell().stateParts();
        float[] states = new float[parts * part];
        for (int i = 0; i < parts; i++) {
            float[] initial = oracle.initial(i / spec.cell().stateParts(), i % spec.cell().stateParts());
            System.arraycopy(initial, 0, states, i * part, part);
        }
        OracleCase.Ours ours = oracle.forward();
        float[] outputs = new float[ours.outputs().length];

        try (var session = new OnnxSession(spec, oracle.parameters(), oracle.steps(), oracle.batch(), true)) {
            session.run(oracle.inputs(), states, outputs);
        }

        String group = spec.cell().id();
        ERRORS.require(group, "output", ours.outputs(), widened(outputs), BOTH_SINGLE);
        for (int i = 0; i < parts; i++) {
            float[] state = ours.state(spec, i / spec.cell().stateParts(), i % spec.cell().stateParts());
            double[] expected = widened(Arrays.copyOfRange(states, i * part, (i + 1) * part));
            ERRORS.require(group, "last state " + i, state, expected, BOTH_SINGLE);
        }
    }
}
