package io.streamgauge.learn;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded streams of samples for tests of the trainer. */
final class Samples {
    static final NetworkSpec SPEC = new NetworkSpec(CellKind.GRU, 2, 6, 1, 1);
    static final int STEPS = 5;

    private Samples() {}

    /** Windows of three series in turn, each following on the one before; y is a fixed function of the inputs. */
    static List<TrainingSample> learnable(int count, long seed) {
        var random = new Random(seed);
        List<TrainingSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long from = 100L * (i / 3);
            float[] inputs = RandomNetworks.uniform(STEPS * 2, 1, random);
            float[] targets = new float[STEPS];
            for (int t = 0; t < STEPS; t++) {
                targets[t] = inputs[2 * t] - 0.5f * inputs[2 * t + 1];
            }
            samples.add(new TrainingSample("key" + i % 3, from, from + 99, window(inputs, targets)));
        }
        return samples;
    }

    /** As {@link #learnable}, with targets that have nothing to do with the inputs. */
    static List<TrainingSample> noise(int count, long seed) {
        var random = new Random(seed);
        List<TrainingSample> samples = new ArrayList<>();
        for (TrainingSample sample : learnable(count, seed)) {
            float[] targets = RandomNetworks.uniform(STEPS, 1, random);
            samples.add(with(sample, sample.window().inputs(), targets));
        }
        return samples;
    }

    /** Settings with Huber's loss, a constant rate and nothing else that changes. */
    static TrainingSettings settings(
            double huberDelta,
            double learningRate,
            double clipNorm,
            int batch,
            int updatesPerBlock,
            int blockWindows,
            int replayWindows,
            double promotionMargin,
            long seed) {
        return new TrainingSettings(
                new Huber(huberDelta),
                new ConstantRate(learningRate),
                DriftSettings.NONE,
                clipNorm,
                batch,
                updatesPerBlock,
                blockWindows,
                replayWindows,
                0,
                promotionMargin,
                seed);
    }

    static TrainingSample with(TrainingSample sample, float[] inputs, float[] targets) {
        return new TrainingSample(sample.key(), sample.fromTime(), sample.untilTime(), window(inputs, targets));
    }

    static TrainingSample at(TrainingSample sample, String key, long fromTime, long untilTime) {
        return new TrainingSample(key, fromTime, untilTime, sample.window());
    }

    static Window window(float[] inputs, float[] targets) {
        float[] mask = new float[STEPS];
        for (int t = 0; t < STEPS; t++) {
            mask[t] = t == 1 ? 0 : 1;
        }
        return new Window(STEPS, 2, 1, inputs, targets, mask, new float[SPEC.stateSize()]);
    }
}
