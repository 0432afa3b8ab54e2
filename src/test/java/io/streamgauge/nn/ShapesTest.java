package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not fit is refused with both numbers, and what only just fits is taken. */
class ShapesTest {
    private static final NetworkSpec SPEC = new NetworkSpec(CellKind.LSTM, 3, 5, 2, 2);
    private static final RecurrentNetwork NETWORK = new RecurrentNetwork(SPEC, RandomNetworks.parameters(SPEC, 1));

    @Test
    void shouldTakeArraysOfJustTheRoomItNeeds() {
        Scratch scratch = new Scratch(SPEC, 2);
        NETWORK.stepTogether(2, new float[6], new float[40], scratch, new float[4]);
        NETWORK.stepTogether(1, new float[6], new float[40], scratch, new float[4]);
        NETWORK.advance(new float[4], 1, new float[21], 1, scratch);
        NETWORK.step(new float[4], 1, new float[21], 1, scratch, new float[2]);
        assertThat(NETWORK.spec()).isSameAs(SPEC);
    }

    @Test
    void shouldRefuseSeriesWithoutRoom() {
        Scratch scratch = new Scratch(SPEC, 2);
        assertThatThrownBy(() -> NETWORK.stepTogether(2, new float[5], new float[40], scratch, new float[4]))
                .hasMessage("inputs has 5 values from its offset on, network expects 6");
        assertThatThrownBy(() -> NETWORK.stepTogether(2, new float[6], new float[39], scratch, new float[4]))
                .hasMessage("states has 39 values from its offset on, network expects 40");
        assertThatThrownBy(() -> NETWORK.stepTogether(2, new float[6], new float[40], scratch, new float[3]))
                .hasMessage("out has 3 values from its offset on, network expects 4");
        assertThatThrownBy(() -> NETWORK.stepTogether(3, new float[9], new float[60], scratch, new float[6]))
                .hasMessage("there are 3 series, scratch has room for 2");
    }

    @Test
    void shouldRefuseAnAdvanceWithoutRoom() {
        Scratch scratch = NETWORK.newScratch();
        assertThatThrownBy(() -> NETWORK.advance(new float[3], 1, new float[20], 0, scratch))
                .hasMessage("input has 2 values from its offset on, network expects 3");
        assertThatThrownBy(() -> NETWORK.advance(new float[3], 0, new float[20], 1, scratch))
                .hasMessage("state has 19 values from its offset on, network expects 20");
        assertThatThrownBy(() -> NETWORK.step(
                        new float[3],
                        new HiddenState(new NetworkSpec(CellKind.GRU, 3, 5, 2, 2)),
                        scratch,
                        new float[2]))
                .hasMessage("state has 10 values, network expects 20");
    }

    @Test
    void shouldRefuseAScratchOfAnotherNetworkAndTakeThatOfAnEqualOne() {
        var other = new NetworkSpec(CellKind.LSTM, 3, 5, 1, 2);
        float[] input = new float[3];
        float[] state = new float[20];
        float[] out = new float[2];
        String message = "scratch is for " + other + ", network expects " + SPEC;
        assertThatThrownBy(() -> NETWORK.step(input, 0, state, 0, new Scratch(other), out))
                .hasMessage(message);
        assertThatThrownBy(() -> NETWORK.advance(input, 0, state, 0, new Scratch(other)))
                .hasMessage(message);
        assertThatThrownBy(() -> NETWORK.stepTogether(1, input, state, new Scratch(other), out))
                .hasMessage(message);
        NETWORK.step(input, 0, state, 0, new Scratch(new NetworkSpec(CellKind.LSTM, 3, 5, 2, 2)), out);
        assertThatThrownBy(() -> new Scratch(SPEC, 0)).hasMessage("capacity is 0, must be at least 1");
    }

    @Test
    void shouldRefuseANetworkWithoutExtent() {
        List<Embedding> one = List.of(new Embedding(2, 3));
        assertThatThrownBy(() -> new NetworkSpec(CellKind.GRU, 0, 1, 1, 1))
                .hasMessage("inputSize is 0, must be at least 1");
        assertThatThrownBy(() -> new NetworkSpec(CellKind.GRU, -1, 1, 1, 1, one, Activation.IDENTITY))
                .hasMessage("inputSize is -1, must be at least 0");
        assertThatThrownBy(() -> new NetworkSpec(CellKind.GRU, 1, 1, 0, 1))
                .hasMessage("layers is 0, must be at least 1");
        assertThatThrownBy(() -> new NetworkSpec(CellKind.GRU, 1, 1, 1, 0))
                .hasMessage("outputSize is 0, must be at least 1");
        assertThatThrownBy(() -> new NetworkSpec(CellKind.RNN_COMBINED, 1, 1, 2, 1))
                .hasMessage("layers is 2, the combined cell expects 1");
        var least = new NetworkSpec(CellKind.GRU, 0, 1, 1, 1, one, Activation.IDENTITY);
        assertThat(least.inputWidth()).isOne();
        assertThat(least.layerInputSize(0)).isEqualTo(3);
        assertThat(least.layerStateSize()).isOne();
    }

    @Test
    void shouldRefuseAWindowWhoseArraysDoNotFitItsShape() {
        float[] two = new float[2];
        float[] three = new float[3];
        assertThatThrownBy(() -> new Window(1, 2, 2, three, two, two, two))
                .hasMessage("inputs has 3 values, its shape expects 2");
        assertThatThrownBy(() -> new Window(1, 2, 2, two, three, two, two))
                .hasMessage("targets has 3 values, its shape expects 2");
        assertThatThrownBy(() -> new Window(1, 2, 2, two, two, three, two))
                .hasMessage("mask has 3 values, its shape expects 2");
    }

    @Test
    void shouldTellWindowsApartByEveryPart() {
        float[] zeros = new float[2];
        float[] ones = {1, 1};
        var window = new Window(1, 2, 2, zeros, zeros, zeros, zeros);
        assertThat(new Window(1, 2, 2, new float[2], new float[2], new float[2], new float[2]))
                .isEqualTo(window)
                .hasSameHashCodeAs(window);
        for (Window other : List.of(
                new Window(1, 2, 2, ones, zeros, zeros, zeros),
                new Window(1, 2, 2, zeros, ones, zeros, zeros),
                new Window(1, 2, 2, zeros, zeros, ones, zeros),
                new Window(1, 2, 2, zeros, zeros, zeros, ones),
                new Window(2, 1, 1, zeros, zeros, zeros, zeros))) {
            assertThat(other).isNotEqualTo(window);
        }
        var empty = new Window(1, 0, 0, new float[0], new float[0], new float[0], zeros);
        assertThat(new Window(1, 0, 0, new float[0], new float[0], new float[0], zeros))
                .isEqualTo(empty);
        assertThat(new Window(2, 0, 0, new float[0], new float[0], new float[0], zeros))
                .isNotEqualTo(empty);
        assertThat(window).isNotEqualTo("window");
        assertThat(new Window(1, 2, 2, ones, zeros, zeros, zeros).hashCode())
                .isEqualTo(Arrays.hashCode(ones) * 31 + Arrays.hashCode(zeros));
        assertThat(window).hasToString("Window[steps=1, features=2, targetsPerStep=2]");
    }

    @Test
    void shouldTellParametersAndLayoutsApart() {
        var other = new NetworkSpec(CellKind.LSTM, 3, 5, 2, 1);
        assertThat(SPEC.layout()).isEqualTo(SPEC.layout()).hasSameHashCodeAs(SPEC.layout());
        assertThat(SPEC.layout()).isNotEqualTo(other.layout()).isNotEqualTo("layout");
        assertThat(SPEC.layout().hashCode()).isEqualTo(SPEC.layout().tensors().hashCode());
        assertThat(SPEC.layout()).hasToString("ParameterLayout" + SPEC.layout().tensors());
        Parameters parameters = RandomNetworks.parameters(SPEC, 1);
        assertThat(parameters).hasSameHashCodeAs(RandomNetworks.parameters(SPEC, 1));
        assertThat(parameters.hashCode()).isEqualTo(Arrays.hashCode(parameters.toArray()));
        assertThat(parameters).isNotEqualTo("parameters").hasToString("Parameters[size=" + parameters.size() + "]");
        var wide = new NetworkSpec(CellKind.RNN_TANH, 2, 1, 1, 2).layout();
        var same = new NetworkSpec(CellKind.RNN_RELU, 2, 1, 1, 2).layout();
        float[] zeros = new float[wide.size()];
        assertThat(Parameters.of(wide, zeros)).isEqualTo(Parameters.of(same, zeros));
        // Nine values too, of other shapes.
        var tall = new NetworkSpec(CellKind.RNN_TANH, 4, 1, 1, 1).layout();
        assertThat(tall.size()).isEqualTo(wide.size());
        assertThat(Parameters.of(tall, zeros)).isNotEqualTo(Parameters.of(wide, zeros));
    }

    @Test
    void shouldFindActivationsByTheirId() {
        for (Activation activation : Activation.values()) {
            assertThat(Activation.of(activation.id())).isEqualTo(activation);
        }
        assertThatThrownBy(() -> Activation.of("swish"))
                .hasMessage("unknown activation 'swish', known are identity, sigmoid, tanh, relu, log-softmax");
    }

    @Test
    void shouldClearAndCopyAState() {
        var state = new HiddenState(SPEC);
        var other = new HiddenState(SPEC);
        Arrays.fill(other.values(), 3);
        state.copyFrom(other);
        assertThat(state.values()).containsExactly(other.values()).isNotSameAs(other.values());
        state.clear();
        assertThat(state.values()).containsOnly(0);
        assertThat(other.values()).containsOnly(3);
    }
}
