package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterLayoutTest {

    @Test
    void shouldNameAndPlaceTensorsAsPyTorchDoes() {
        ParameterLayout layout = new NetworkSpec(CellKind.GRU, 2, 3, 2, 4).layout();
        assertThat(layout.tensors())
                .containsExactly(
                        new Tensor("rnn.weight_ih_l0", List.of(9, 2), 0, 18),
                        new Tensor("rnn.weight_hh_l0", List.of(9, 3), 18, 27),
                        new Tensor("rnn.bias_ih_l0", List.of(9), 45, 9),
                        new Tensor("rnn.bias_hh_l0", List.of(9), 54, 9),
                        new Tensor("rnn.weight_ih_l1", List.of(9, 3), 63, 27),
                        new Tensor("rnn.weight_hh_l1", List.of(9, 3), 90, 27),
                        new Tensor("rnn.bias_ih_l1", List.of(9), 117, 9),
                        new Tensor("rnn.bias_hh_l1", List.of(9), 126, 9),
                        new Tensor("head.weight", List.of(4, 3), 135, 12),
                        new Tensor("head.bias", List.of(4), 147, 4));
        assertThat(layout.size()).isEqualTo(151);
        assertThat(layout.tensor("head.bias").offset()).isEqualTo(147);
    }

    @ParameterizedTest
    @CsvSource({"rnn-tanh,1,6", "rnn-relu,1,6", "gru,3,6", "gru-reset-before,3,6", "lstm,4,12"})
    void shouldSizeWeightsByGatesAndStateByParts(String id, int gates, int stateSize) {
        CellKind kind = CellKind.of(id);
        var spec = new NetworkSpec(kind, 2, 3, 2, 1);
        assertThat(kind.id()).isEqualTo(id);
        assertThat(spec.stateSize()).isEqualTo(stateSize);
        assertThat(spec.layout().tensor("rnn.weight_hh_l1").shape()).containsExactly(gates * 3, 3);
    }

    @Test
    void shouldListWhatThereIsWhereANameIsUnknown() {
        assertThatThrownBy(() -> CellKind.of("mamba"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown cell 'mamba', known are rnn-tanh, rnn-relu, rnn-combined, gru, gru-reset-before, lstm");
        ParameterLayout layout = new NetworkSpec(CellKind.LSTM, 1, 1, 1, 1).layout();
        assertThatThrownBy(() -> layout.tensor("rnn.weight"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rnn.weight_ih_l0");
    }

    @Test
    void shouldRejectAShapeWithoutUnits() {
        assertThatThrownBy(() -> new NetworkSpec(CellKind.GRU, 1, 0, 1, 1))
                .hasMessage("hiddenSize is 0, must be at least 1");
    }

    @Test
    void shouldKeepParametersApartFromTheArraysOfTheCaller() {
        ParameterLayout layout = new NetworkSpec(CellKind.RNN_TANH, 1, 1, 1, 1).layout();
        float[] values = new float[layout.size()];
        Parameters parameters = Parameters.of(layout, values);
        values[0] = 9;
        parameters.toArray()[1] = 9;
        assertThat(parameters).isEqualTo(Parameters.of(layout, new float[layout.size()]));
        assertThat(Parameters.of(layout, values)).isNotEqualTo(parameters);
        assertThat(parameters.isFinite()).isTrue();
        values[2] = Float.NaN;
        assertThat(Parameters.of(layout, values).isFinite()).isFalse();
        assertThatThrownBy(() -> Parameters.of(layout, new float[3]))
                .hasMessage("there are 3 values, the layout expects " + layout.size());
    }
}
