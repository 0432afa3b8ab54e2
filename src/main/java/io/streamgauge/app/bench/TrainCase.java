package io.streamgauge.app.bench;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import java.util.List;

/**
 * One training step: a batch through one recurrent layer and a dense head of one output on every step, squared error,
 * clipping by the global norm, Adam.
 */
public record TrainCase(CellKind cell) {
    public static final int STEPS = 64;
    public static final int BATCH = 32;
    public static final int INPUT_SIZE = 8;
    public static final int HIDDEN_SIZE = 64;
    public static final double LEARNING_RATE = 1e-3;
    public static final double MAX_NORM = 1;

    /** The cases of {@code bench train}, in the order of the table. */
    public static final List<TrainCase> ALL = List.of(new TrainCase(CellKind.GRU), new TrainCase(CellKind.LSTM));

    /** For example {@code gru}. */
    public String id() {
        return cell.id();
    }

    public NetworkSpec spec() {
        return new NetworkSpec(cell, INPUT_SIZE, HIDDEN_SIZE, 1, 1);
    }
}
