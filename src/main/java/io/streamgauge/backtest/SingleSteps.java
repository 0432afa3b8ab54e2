package io.streamgauge.backtest;

import io.streamgauge.learn.TrainingSample;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The steps of a labelled window as windows of one step from rest: what a network without memory learns from. */
final class SingleSteps {

    private SingleSteps() {}

    /** The steps in their order. Each keeps the span of the whole, so that none is judged by another of it. */
    static List<TrainingSample> of(TrainingSample sample) {
        List<TrainingSample> steps = new ArrayList<>();
        for (int t = 0; t < sample.window().steps(); t++) {
            steps.add(new TrainingSample(
                    sample.key(), sample.fromTime(), sample.untilTime(), step(sample.window(), t), sample.readout()));
        }
        return steps;
    }

    private static Window step(Window window, int t) {
        return new Window(
                1,
                window.features(),
                window.targetsPerStep(),
                row(window.inputs(), t, window.features()),
                row(window.targets(), t, window.targetsPerStep()),
                row(window.mask(), t, window.targetsPerStep()),
                new float[window.initialState().length]);
    }

    private static float[] row(float[] values, int t, int width) {
        return Arrays.copyOfRange(values, t * width, (t + 1) * width);
    }
}
