package io.streamgauge.learn;

import io.streamgauge.nn.ParameterLayout;
import java.util.Arrays;
import java.util.List;

/** The tensors that do not learn: their gradient is 0, with which an optimiser without weight decay leaves them alone. */
final class FrozenTensors {

    private final List<ParameterLayout.Tensor> tensors;

    private FrozenTensors(List<ParameterLayout.Tensor> tensors) {
        this.tensors = tensors;
    }

    /** All but the head's, or none. */
    static FrozenTensors of(ParameterLayout layout, boolean headOnly) {
        return new FrozenTensors(
                headOnly
                        ? layout.tensors().stream()
                                .filter(tensor -> !layout.isHead(tensor))
                                .toList()
                        : List.of());
    }

    /** Takes their part out of a gradient. */
    void clear(float[] gradient) {
        for (ParameterLayout.Tensor tensor : tensors) {
            Arrays.fill(gradient, tensor.offset(), tensor.offset() + tensor.size(), 0);
        }
    }
}
