package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradient of a network of which the head alone learns. */
class FrozenTensorsTest {

    private static ParameterLayout layout(CellKind cell) {
        return new NetworkSpec(cell, 3, 4, 1, 2, List.of(new Embedding(5, 2)), Activation.IDENTITY).layout();
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldLeaveTheHeadsGradientAloneAndClearAllOthers(CellKind cell) {
        ParameterLayout layout = layout(cell);
        float[] gradient = new float[layout.size()];
        Arrays.fill(gradient, 1);

        FrozenTensors.of(layout, true).clear(gradient);

        for (ParameterLayout.Tensor tensor : layout.tensors()) {
            float expected = tensor.name().startsWith("head") || tensor.name().startsWith("i2o") ? 1 : 0;
            assertThat(Arrays.copyOfRange(gradient, tensor.offset(), tensor.offset() + tensor.size()))
                    .as(tensor.name())
                    .containsOnly(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldClearNothingWhereEveryTensorLearns(CellKind cell) {
        float[] gradient = new float[layout(cell).size()];
        Arrays.fill(gradient, 1);

        FrozenTensors.of(layout(cell), false).clear(gradient);

        assertThat(gradient).containsOnly(1);
    }
}
