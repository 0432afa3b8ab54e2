package io.streamgauge.nn;

import java.util.Random;

/** Seeded weights, inputs and windows for tests. */
public final class RandomNetworks {
    private RandomNetworks() {}

    /** Weights uniform in ±0.8, head included, so that every part of the network matters. */
    public static Parameters parameters(NetworkSpec spec, long seed) {
        ParameterLayout layout = spec.layout();
        float[] values = uniform(layout.size(), 0.8f, new Random(seed));
        return Parameters.of(layout, values);
    }

    /** A window with a state other than zero and about two thirds of its targets unmasked, the first one always. */
    public static Window window(NetworkSpec spec, int steps, long seed) {
        return window(spec, spec.outputSize(), steps, seed);
    }

    /** As above, with another number of targets than the network has outputs. */
    public static Window window(NetworkSpec spec, int targetsPerStep, int steps, long seed) {
        var random = new Random(seed);
        float[] mask = new float[steps * targetsPerStep];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i == 0 || random.nextInt(3) > 0 ? 1 : 0;
        }
        int width = spec.inputWidth();
        float[] inputs = uniform(steps * width, 2, random);
        for (int i = 0; i < spec.embeddings().size(); i++) {
            for (int t = 0; t < steps; t++) {
                inputs[t * width + spec.inputSize() + i] =
                        random.nextInt(spec.embeddings().get(i).categories());
            }
        }
        return new Window(
                steps,
                width,
                targetsPerStep,
                inputs,
                uniform(steps * targetsPerStep, 2, random),
                mask,
                uniform(spec.stateSize(), 0.9f, random));
    }

    /** Two layers, or the one that the combined cell allows. */
    public static int upToTwoLayers(CellKind kind) {
        return kind == CellKind.RNN_COMBINED ? 1 : 2;
    }

    public static float[] uniform(int size, float bound, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = bound * (2 * random.nextFloat() - 1);
        }
        return values;
    }

    public static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
