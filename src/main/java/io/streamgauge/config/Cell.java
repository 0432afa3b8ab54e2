package io.streamgauge.config;

/** A kind of recurrent cell, as it is named in a topology file. */
public enum Cell {
    RNN_TANH("rnn-tanh"),
    RNN_RELU("rnn-relu"),
    GRU("gru"),
    GRU_RESET_BEFORE("gru-reset-before"),
    LSTM("lstm");

    private final String text;

    Cell(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
