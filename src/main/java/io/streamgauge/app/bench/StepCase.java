package io.streamgauge.app.bench;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import java.util.List;
import java.util.Locale;

/** One step of one series: {@value #INPUT_SIZE} features in, and recurrent layers; the head is left out. */
public record StepCase(CellKind cell, int hiddenSize, int layers) {
    private static final int INPUT_SIZE = 8;

    /** The cases of {@code bench nn}, in the order of the table. */
    public static final List<StepCase> ALL = List.of(
            new StepCase(CellKind.GRU, 32, 1),
            new StepCase(CellKind.GRU, 64, 1),
            new StepCase(CellKind.GRU, 64, 2),
            new StepCase(CellKind.GRU, 128, 1),
            new StepCase(CellKind.GRU, 128, 2),
            new StepCase(CellKind.LSTM, 64, 1),
            new StepCase(CellKind.LSTM, 128, 2));

    /** For example {@code gru.64x1}. */
    public String id() {
        return String.format(Locale.ROOT, "%s.%dx%d", cell.id(), hiddenSize, layers);
    }

    public NetworkSpec spec() {
        return new NetworkSpec(cell, INPUT_SIZE, hiddenSize, layers, 1);
    }
}
