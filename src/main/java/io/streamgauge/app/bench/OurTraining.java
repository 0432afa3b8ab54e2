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
    private final NetworkSpec spec;
    private final TruncatedBptt bptt;
    private final GlobalNormClipper clipper = new GlobalNormClipper(TrainCase.MAX_NORM);
    private final Adam adam;
    private final List<Window> batch;
    private final float[] parameters;
    private final float[] gradient;

    OurTraining(NetworkSpec spec, Parameters parameters, List<Window> batch) {
        this.spec = spec;
        this.bptt = new TruncatedBptt(spec, new MeanSquaredError());
        this.adam = new Adam(parameters.size(), AdamSettings.withLearningRate(TrainCase.LEARNING_RATE));
        this.batch = batch;
        this.parameters = parameters.toArray();
        this.gradient = new float[parameters.size()];
    }

    @Override
    public double step() {
        double loss = bptt.accumulate(Parameters.of(spec.layout(), parameters), batch, gradient);
        clipper.clip(gradient);
        adam.step(parameters, gradient);
        return loss;
    }

    /** The weights as they are now, a copy. */
    float[] parameters() {
        return parameters.clone();
    }
}
