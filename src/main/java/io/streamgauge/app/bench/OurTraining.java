package io.streamgauge.app.bench;

import io.streamgauge.learn.Adam;
import io.streamgauge.learn.AdamSettings;
import io.streamgauge.learn.GlobalNormClipper;
import io.streamgauge.learn.MeanSquaredError;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Window;
import java.util.List;

/** Our own training step. */
final class OurTraining implements TrainContestant {
    private final TruncatedBptt bptt;
    private final GlobalNormClipper clipper = new GlobalNormClipper(TrainCase.MAX_NORM);
    private final Adam adam;
    private final List<Window> batch;
    private final float[] parameters;
    private final float[] gradient;

    OurTraining(NetworkSpec spec, Parameters parameters, List<Window> batch, int threads) {
        this.bptt = new TruncatedBptt(spec, new MeanSquaredError(), threads);
        this.adam = new Adam(parameters.size(), AdamSettings.withLearningRate(TrainCase.LEARNING_RATE));
        this.batch = batch;
        this.parameters = parameters.toArray();
        this.gradient = new float[parameters.size()];
    }

    @Override
    public double step() {
        double loss = bptt.accumulate(parameters, batch, gradient);
        clipper.clip(gradient);
        adam.step(parameters, gradient);
        return loss;
    }

    /** The largest difference of a weight; 0 where both have learned the same to the last bit. */
    double difference(OurTraining other) {
        double largest = 0;
        for (int i = 0; i < parameters.length; i++) {
            largest = Math.max(largest, Math.abs((double) parameters[i] - other.parameters[i]));
        }
        return largest;
    }

    @Override
    public void close() {
        bptt.close();
    }
}
