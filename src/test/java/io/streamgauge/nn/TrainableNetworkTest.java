package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainableNetworkTest {
    /** Floats of 2,000 lie 1.2e-4 apart. */
    private static final float STEP_OF_FLOATS = 2.5e-4f;

    private static final List<Embedding> EMBEDDINGS = List.of(new Embedding(4, 3), new Embedding(3, 2));

    static Stream<Arguments> kindsAndActivations() {
        return Arrays.stream(CellKind.values())
                .flatMap(kind -> Arrays.stream(Activation.values()).map(head -> Arguments.of(kind, head)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndActivations")
    void shouldGiveTheGradientOfEveryHeadAndOfEmbeddings(CellKind kind, Activation head) {
        var spec = new NetworkSpec(kind, 1, 3, RandomNetworks.upToTwoLayers(kind), 3, EMBEDDINGS, head);
        requireReference(spec, Dropout.NONE, 4, 2, 5);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheGradientWhereAllInputsAreCategories(CellKind kind) {
        var spec = new NetworkSpec(kind, 0, 3, 1, 2, EMBEDDINGS, Activation.IDENTITY);
        requireReference(spec, Dropout.NONE, 3, 1);
    }

    @ParameterizedTest
    @EnumSource(value = CellKind.class, mode = EnumSource.Mode.EXCLUDE, names = "RNN_COMBINED")
    void shouldSendGradientsBackThroughTheSameZeros(CellKind kind) {
        var spec = new NetworkSpec(kind, 2, 4, 3, 2);
        requireReference(spec, new Dropout(0.4, 77), 3, 5, 2);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheGradientOfMoreRowsThanAreSummedAtOnce(CellKind kind) {
        var spec = new NetworkSpec(kind, 1, 2, 1, 1);
        int[] lengths = IntStream.range(0, 33).map(i -> 1 + i % 7).toArray();
        requireReference(spec, Dropout.NONE, lengths);
    }

    @Test
    void shouldGiveTheGradientOfUnitsThatFillMoreThanOneVector() {
        requireReference(new NetworkSpec(CellKind.LSTM, 17, 18, 1, 17), Dropout.NONE, 2);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldGiveTheGradientOfAHeadWithoutPadding(Activation head) {
        requireReference(new NetworkSpec(CellKind.RNN_TANH, 1, 2, 1, 16, List.of(), head), Dropout.NONE, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, -1_000})
    void shouldNotOverflowInALogSoftmaxOfHugeValues(int value) {
        var spec = new NetworkSpec(CellKind.RNN_TANH, 1, 2, 1, 3, List.of(), Activation.LOG_SOFTMAX);
        float[] values = new float[spec.layout().size()];
        int bias = spec.layout().tensor("head.bias").offset();
        values[bias + 1] = value;
        values[bias] = value - 1;
        values[bias + 2] = value - 2_000;
        float[] out = new float[3];
        var network = new RecurrentNetwork(spec, Parameters.of(spec.layout(), values));
        network.step(new float[1], network.newState(), network.newScratch(), out);
        float most = (float) -StrictMath.log1p(StrictMath.exp(-1));
        float[] expected = {most - 1, most, most - 2_000};
        for (int i = 0; i < 3; i++) {
            assertThat(out[i]).isCloseTo(expected[i], within(STEP_OF_FLOATS));
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldForgetTheWeightsItHadBefore(CellKind kind) {
        var spec = new NetworkSpec(kind, 1, 3, RandomNetworks.upToTwoLayers(kind), 2, EMBEDDINGS, Activation.TANH);
        var pass = new OutputGradients(spec, windows(spec, 3, 2), Dropout.NONE);
        var network = new TrainableNetwork(spec);
        network.load(RandomNetworks.parameters(spec, 45).toArray());
        network.load(RandomNetworks.parameters(spec, 46).toArray());
        var fresh = new TrainableNetwork(spec);
        fresh.load(RandomNetworks.parameters(spec, 46).toArray());
        NetworkGradient found = network.newGradient();
        NetworkGradient expected = fresh.newGradient();
        pass.pass(network, network.newTape(), found, null);
        pass.pass(fresh, fresh.newTape(), expected, null);
        assertThat(stored(network, found)).containsExactly(stored(fresh, expected));
    }

    private static void requireReference(NetworkSpec spec, Dropout dropout, int... lengths) {
        new OutputGradients(spec, windows(spec, lengths), dropout)
                .requireThatOfTheReference(RandomNetworks.parameters(spec, 41));
    }

    private static List<Window> windows(NetworkSpec spec, int... lengths) {
        return IntStream.range(0, lengths.length)
                .mapToObj(b -> RandomNetworks.window(spec, lengths[b], 50 + b))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldAddUpGradientsUntilTheyAreCleared(CellKind kind) {
        var spec = new NetworkSpec(kind, 1, 3, RandomNetworks.upToTwoLayers(kind), 2, EMBEDDINGS, Activation.TANH);
        var network = new TrainableNetwork(spec);
        network.load(RandomNetworks.parameters(spec, 42).toArray());
        var pass = new OutputGradients(spec, windows(spec, 3, 2), Dropout.NONE);
        NetworkGradient once = network.newGradient();
        pass.pass(network, network.newTape(), once, null);
        NetworkGradient sum = network.newGradient();
        sum.add(once);
        sum.add(once);
        float[] single = stored(network, once);
        float[] doubled = stored(network, sum);
        for (int i = 0; i < single.length; i++) {
            assertThat(doubled[i]).isEqualTo(2 * single[i]);
        }
        sum.clear();
        assertThat(stored(network, sum)).containsOnly(0);
        pass.pass(network, network.newTape(), sum, null);
        assertThat(stored(network, sum)).containsExactly(single);
        pass.pass(network, network.newTape(), sum, null);
        // To the last bits only, as the second pass goes on from the sum of the first.
        for (int i = 0; i < single.length; i++) {
            assertThat(stored(network, sum)[i]).isCloseTo(2 * single[i], within(1e-5f * (1 + Math.abs(single[i]))));
        }
    }

    private static float[] stored(TrainableNetwork network, NetworkGradient gradient) {
        float[] values = new float[network.spec().layout().size()];
        Arrays.fill(values, 999);
        network.store(gradient, values);
        return values;
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheSameBitsOnATapeThatHeldMoreAndLess(CellKind kind) {
        var spec = new NetworkSpec(kind, 1, 3, RandomNetworks.upToTwoLayers(kind), 2, EMBEDDINGS, Activation.SIGMOID);
        var network = new TrainableNetwork(spec);
        network.load(RandomNetworks.parameters(spec, 43).toArray());
        var dropout = kind == CellKind.RNN_COMBINED ? Dropout.NONE : new Dropout(0.3, 5);
        var pass = new OutputGradients(spec, windows(spec, 3, 4, 1), dropout);
        NetworkGradient fresh = network.newGradient();
        pass.pass(network, network.newTape(), fresh, null);

        SequenceTape tape = network.newTape();
        for (int[] before : new int[][] {{1}, {2, 2, 2, 2, 2}, {9, 8, 7}, {2}}) {
            var other = new OutputGradients(spec, windows(spec, before), dropout);
            other.pass(network, tape, network.newGradient(), null);
        }
        NetworkGradient used = network.newGradient();
        pass.pass(network, tape, used, null);
        assertThat(stored(network, used)).containsExactly(stored(network, fresh));
    }

    @Test
    void shouldPackTheLongestSequencesFirstAndKeepTheOrderOfEquals() {
        var spec = new NetworkSpec(CellKind.GRU, 1, 2, 1, 1);
        SequenceTape tape = new TrainableNetwork(spec).newTape();
        tape.pack(windows(spec, 9, 2, 4, 2, 5, 4), 1, 6);
        assertThat(tape.sequences()).isEqualTo(5);
        assertThat(tape.steps()).isEqualTo(5);
        assertThat(tape.rows()).isEqualTo(2 + 4 + 2 + 5 + 4);
        assertThat(IntStream.range(0, 5).map(tape::sequence)).containsExactly(4, 2, 5, 1, 3);
        assertThat(IntStream.range(0, 5).map(tape::running)).containsExactly(5, 5, 3, 3, 1);
        assertThat(tape.outputOffset(2, 1)).isEqualTo(11 * 16);
        tape.outputGradient()[3] = 7;
        tape.pack(windows(spec, 1), 0, 1);
        assertThat(tape.outputGradient()[3]).isZero();
        assertThat(tape.rows()).isEqualTo(1);
    }

    @Test
    void shouldGiveNoGradientForNoSequence() {
        var spec = new NetworkSpec(CellKind.LSTM, 1, 2, 2, 1);
        var network = new TrainableNetwork(spec);
        network.load(RandomNetworks.parameters(spec, 44).toArray());
        SequenceTape tape = network.newTape();
        new OutputGradients(spec, windows(spec, 3), Dropout.NONE).pass(network, tape, network.newGradient(), null);
        NetworkGradient gradient = network.newGradient();
        new OutputGradients(spec, List.of(), Dropout.NONE).pass(network, tape, gradient, new GradientTrace());
        assertThat(tape.rows()).isZero();
        assertThat(tape.steps()).isZero();
        assertThat(stored(network, gradient)).containsOnly(0);
    }

    @Test
    void shouldNameBothNumbersWhereShapesDiffer() {
        var spec = new NetworkSpec(CellKind.LSTM, 2, 3, 1, 2);
        var network = new TrainableNetwork(spec);
        assertThat(network.spec()).isEqualTo(spec);
        assertThatThrownBy(() -> network.load(new float[5]))
                .hasMessage("there are 5 parameters, network expects "
                        + spec.layout().size());
        SequenceTape tape = network.newTape();
        var none = new Window(0, 2, 2, new float[0], new float[0], new float[0], new float[6]);
        assertThatThrownBy(() -> tape.pack(List.of(none), 0, 1))
                .hasMessage("window has 0 steps, training needs at least 1");
        var wide = new Window(1, 3, 2, new float[3], new float[2], new float[2], new float[6]);
        assertThatThrownBy(() -> tape.pack(List.of(wide), 0, 1)).hasMessage("window has 3 features, network expects 2");
        var stateless = new Window(1, 2, 2, new float[2], new float[2], new float[2], new float[3]);
        assertThatThrownBy(() -> tape.pack(List.of(stateless), 0, 1))
                .hasMessage("initial state has 3 values, network expects 6");
    }
}
