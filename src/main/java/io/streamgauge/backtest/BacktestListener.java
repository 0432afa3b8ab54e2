package io.streamgauge.backtest;

import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.SourceEvent;

/** What is told of a backtest as it goes, in the order in which it happens. */
public interface BacktestListener {

    /** An event was taken in; what {@code step} holds is overwritten afterwards. */
    void stepped(BacktestStep step);

    /** An event was refused; the topology would have written it to the dead letters. */
    default void rejected(SourceEvent event, RejectedEventException why) {}

    /** A version has proved itself and serves from the next event on. */
    default void promoted(ModelInfo info) {}
}
