package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrentNetworkTest {
    /** Twenty steps of float rounding (6e-8) and rational activations (3e-7) on values of order 1. */
    private static final double FORWARD_TOLERANCE = 1e-5;

    /** Of 5,000 steps each. */
    private static final int MOST_WARM_UP_ATTEMPTS = 100;

    static Stream<Arguments> kindsAndLayers() {
        return Arrays.stream(CellKind.values())
                .flatMap(kind -> Stream.of(1, 2, 3)
                        .filter(layers -> layers == 1 || kind != CellKind.RNN_COMBINED)
                        .map(layers -> Arguments.of(kind, layers)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndLayers")
    void shouldFollowTheEquationsOfItsCell(CellKind kind, int layers) {
        var spec = new NetworkSpec(kind, 3, 5, layers, 2);
        // A rectified network has no bound: smaller weights keep its values of order 1.
        Parameters parameters = Initializer.initialize(spec, 11);
        float[] values = parameters.toArray();
        int head = spec.layout()
                .tensor(kind == CellKind.RNN_COMBINED ? "i2o.weight" : "head.weight")
                .offset();
        float[] headValues = RandomNetworks.uniform(values.length - head, 1, new Random(12));
        System.arraycopy(headValues, 0, values, head, headValues.length);
        var reference = new ReferenceNetwork(spec, RandomNetworks.toDoubles(values));
        Window window = RandomNetworks.window(spec, 20, 13);
        double[] expectedState = RandomNetworks.toDoubles(window.initialState());
        double[] expected = reference.run(20, window.inputs(), expectedState);

        var network = new RecurrentNetwork(spec, Parameters.of(spec.layout(), values));
        HiddenState state = network.newState();
        state.copyFrom(window.initialState());
        float[] outputs = steps(network, window, state);

        for (int i = 0; i < expected.length; i++) {
            assertThat((double) outputs[i]).isCloseTo(expected[i], within(FORWARD_TOLERANCE));
        }
        for (int i = 0; i < expectedState.length; i++) {
            assertThat((double) state.values()[i]).isCloseTo(expectedState[i], within(FORWARD_TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndLayers")
    void shouldGiveTheSameBitsInTrainingAsInServing(CellKind kind, int layers) {
        var spec = new NetworkSpec(kind, 3, 5, layers, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 21);
        var network = new RecurrentNetwork(spec, parameters);
        var trainable = new TrainableNetwork(spec);
        trainable.load(parameters.toArray());
        SequenceTape tape = trainable.newTape();
        tape.pack(List.of(RandomNetworks.window(spec, 9, 22)), 0, 1);
        trainable.forward(tape, Dropout.NONE);
        // Of unequal lengths, and more than a tile of rows.
        List<Window> windows = IntStream.of(4, 6, 1, 6, 3)
                .mapToObj(steps -> RandomNetworks.window(spec, steps, 23 + steps))
                .toList();

        tape.pack(windows, 0, windows.size());
        trainable.forward(tape, Dropout.NONE);

        for (int place = 0; place < tape.sequences(); place++) {
            Window window = windows.get(tape.sequence(place));
            HiddenState state = network.newState();
            state.copyFrom(window.initialState());
            float[] expected = steps(network, window, state);
            for (int t = 0; t < window.steps(); t++) {
                int at = tape.outputOffset(t, place);
                assertThat(Arrays.copyOfRange(tape.outputs(), at, at + 2))
                        .containsExactly(Arrays.copyOfRange(expected, 2 * t, 2 * t + 2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndLayers")
    void shouldGiveTheSameBitsTogetherAsAlone(CellKind kind, int layers) {
        var spec = new NetworkSpec(
                kind, 2, 5, layers, 3, List.of(new Embedding(4, 3), new Embedding(7, 2)), Activation.LOG_SOFTMAX);
        var network = new RecurrentNetwork(spec, RandomNetworks.parameters(spec, 71));
        int count = 6;
        float[] inputs = new float[count * 4];
        float[] states = new float[count * spec.stateSize()];
        float[] expected = new float[count * 3];
        var alone = new float[count * spec.stateSize()];
        float[] out = new float[3];
        for (int b = 0; b < count; b++) {
            Window window = RandomNetworks.window(spec, 1, 72 + b);
            System.arraycopy(window.inputs(), 0, inputs, b * 4, 4);
            System.arraycopy(window.initialState(), 0, states, b * spec.stateSize(), spec.stateSize());
            System.arraycopy(window.initialState(), 0, alone, b * spec.stateSize(), spec.stateSize());
            network.step(inputs, b * 4, alone, b * spec.stateSize(), network.newScratch(), out);
            System.arraycopy(out, 0, expected, b * 3, 3);
        }

        float[] outs = new float[count * 3];
        network.stepTogether(count, inputs, states, new Scratch(spec, count), outs);

        assertThat(outs).containsExactly(expected);
        assertThat(states).containsExactly(alone);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldAdvanceTheStateAsAStepDoes(CellKind kind) {
        var spec = new NetworkSpec(kind, 3, 5, RandomNetworks.upToTwoLayers(kind), 2);
        var network = new RecurrentNetwork(spec, RandomNetworks.parameters(spec, 81));
        Window window = RandomNetworks.window(spec, 1, 82);
        float[] stepped = window.initialState().clone();
        float[] advanced = stepped.clone();
        network.step(window.inputs(), 0, stepped, 0, network.newScratch(), new float[2]);
        network.advance(window.inputs(), 0, advanced, 0, network.newScratch());
        assertThat(advanced).containsExactly(stepped);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldStepInsideLargerArraysAndTouchNothingElse(CellKind kind) {
        var spec = new NetworkSpec(kind, 3, 5, RandomNetworks.upToTwoLayers(kind), 2);
        var network = new RecurrentNetwork(spec, RandomNetworks.parameters(spec, 31));
        Window window = RandomNetworks.window(spec, 1, 32);
        HiddenState state = network.newState();
        state.copyFrom(window.initialState());
        float[] expected = new float[2];
        network.step(window.inputs(), state, network.newScratch(), expected);

        float[] input = new float[10];
        float[] store = new float[spec.stateSize() + 9];
        Arrays.fill(store, 77);
        System.arraycopy(window.inputs(), 0, input, 4, 3);
        System.arraycopy(window.initialState(), 0, store, 6, spec.stateSize());
        float[] inputBefore = input.clone();
        float[] out = new float[2];
        network.step(input, 4, store, 6, network.newScratch(), out);

        assertThat(out).containsExactly(expected);
        assertThat(Arrays.copyOfRange(store, 6, 6 + spec.stateSize())).containsExactly(state.values());
        assertThat(Arrays.copyOf(store, 6)).containsOnly(77);
        assertThat(Arrays.copyOfRange(store, 6 + spec.stateSize(), store.length))
                .containsOnly(77);
        assertThat(input).containsExactly(inputBefore);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldNotDependOnWhatTheScratchHeldBefore(CellKind kind) {
        var spec = new NetworkSpec(kind, 3, 5, RandomNetworks.upToTwoLayers(kind), 2);
        var network = new RecurrentNetwork(spec, RandomNetworks.parameters(spec, 41));
        Window other = RandomNetworks.window(spec, 7, 42);
        Window window = RandomNetworks.window(spec, 7, 43);
        Scratch used = network.newScratch();
        steps(network, other, network.newState(), used);

        float[] withUsed = steps(network, window, network.newState(), used);

        assertThat(withUsed).containsExactly(steps(network, window, network.newState()));
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldAllocateNothingInAStep(CellKind kind) {
        var spec = new NetworkSpec(kind, 3, 5, RandomNetworks.upToTwoLayers(kind), 2);
        var network = new RecurrentNetwork(spec, RandomNetworks.parameters(spec, 51));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Window window = RandomNetworks.window(spec, 1, 52);
        HiddenState state = network.newState();
        Scratch scratch = network.newScratch();
        float[] out = new float[2];
        int rounds = 5_000;

        long perStep = Long.MAX_VALUE;
        // Vectors are objects until the compiler has seen the loop often enough.
        for (int attempt = 0; perStep > 0 && attempt < MOST_WARM_UP_ATTEMPTS; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                network.step(window.inputs(), state, scratch, out);
            }
            perStep = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
        }

        assertThat(perStep).isZero();
    }

    @Test
    void shouldNameBothNumbersWhereShapesDiffer() {
        var spec = new NetworkSpec(CellKind.GRU, 3, 5, 1, 2);
        var network = new RecurrentNetwork(spec, RandomNetworks.parameters(spec, 61));
        Scratch scratch = network.newScratch();
        float[] out = new float[2];
        assertThatThrownBy(() -> network.step(new float[4], network.newState(), scratch, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input has 4 values, network expects 3");
        assertThatThrownBy(() -> network.step(new float[3], network.newState(), scratch, new float[1]))
                .hasMessage("out has 1 outputs, network expects 2");
        assertThatThrownBy(() -> network.step(new float[3], 1, new float[5], 0, scratch, out))
                .hasMessage("input has 2 values from its offset on, network expects 3");
        assertThatThrownBy(() -> network.step(new float[3], 0, new float[5], 1, scratch, out))
                .hasMessage("state has 4 values from its offset on, network expects 5");
        var other = new NetworkSpec(CellKind.GRU, 3, 6, 1, 2);
        assertThatThrownBy(() -> new RecurrentNetwork(other, RandomNetworks.parameters(spec, 61)))
                .hasMessageContaining("network expects");
        assertThatThrownBy(() -> network.newState().copyFrom(new float[7]))
                .hasMessage("state has 7 values, network expects 5");
    }

    private static float[] steps(RecurrentNetwork network, Window window, HiddenState state) {
        return steps(network, window, state, network.newScratch());
    }

    private static float[] steps(RecurrentNetwork network, Window window, HiddenState state, Scratch scratch) {
        float[] outputs = new float[window.steps() * window.targetsPerStep()];
        float[] out = new float[window.targetsPerStep()];
        for (int t = 0; t < window.steps(); t++) {
            int from = t * window.features();
            network.step(Arrays.copyOfRange(window.inputs(), from, from + window.features()), state, scratch, out);
            System.arraycopy(out, 0, outputs, t * out.length, out.length);
        }
        return outputs;
    }
}
