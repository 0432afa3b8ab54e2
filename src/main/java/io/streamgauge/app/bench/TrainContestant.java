package io.streamgauge.app.bench;

/** One library's way of taking one training step on an unchanging batch. */
public interface TrainContestant extends Contestant {

    /** Forward, backward, clipping and update; the mean squared error before the update. */
    double step();
}
