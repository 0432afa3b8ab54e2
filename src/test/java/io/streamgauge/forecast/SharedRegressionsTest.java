package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedRegressionsTest {

    private static final int SIZE = 3;
    private static final double FORGETTING = .999;
    /** Weights have 16 significant bits. */
    private static final double ROUNDED = 1e-3;
    /** A gain that points aside learns more slowly. */
    private static final double NEAR = .03;

    private final double[] product = new double[SIZE];

    @Test
    void shouldBeRecursiveLeastSquaresWhereThereIsOne() {
        var random = new Random(1);
        var alone = new RecursiveLeastSquares(SIZE, FORGETTING, .02);
        var shared = new SharedRegressions(1, SIZE, FORGETTING, .02);
        for (int n = 0; n < 2_000; n++) {
            float[] row = row(random);
            double target = row[0] - 2 * row[1] + .5 * row[2] + .1 * random.nextGaussian();
            alone.learn(row, target, new double[SIZE]);
            learn(shared, 0, row, target, true);
            assertThat(shared.predict(0, row)).isCloseTo(alone.predict(row), within(ROUNDED));
        }
    }

    @Test
    void shouldFindTheWeightsOfEachByTheMatrixOfOne() {
        var random = new Random(2);
        var shared = new SharedRegressions(2, SIZE, FORGETTING, .02);
        for (int n = 0; n < 5_000; n++) {
            float[] row = row(random);
            learn(shared, 0, row, row[0], true);
            // The other's features are larger, and correlate.
            float[] wider = {3 * row[0], 3 * row[0] + row[1], row[2]};
            learn(shared, 1, wider, wider[1] - wider[2], false);
        }
        assertThat(shared.predict(0, new float[] {1, 2, 3})).isCloseTo(1, within(NEAR));
        assertThat(shared.predict(1, new float[] {1, 2, 3})).isCloseTo(-1, within(NEAR));
    }

    @Test
    void shouldKeepAConstantFeaturesShareInAnotherUnit() {
        var shared = new SharedRegressions(2, SIZE, FORGETTING, .02);
        shared.believe(0, 4, .02);
        shared.believe(1, 4, .02);
        shared.rescale(.5, new boolean[] {true, false, false});
        assertThat(shared.predict(1, new float[] {1, 0, 0})).isEqualTo(2);
        assertThat(shared.predict(1, new float[] {0, 1, 0})).isEqualTo(4);
        shared.rescale(1e4, new boolean[] {true, false, false});
        assertThat(shared.predict(1, new float[] {1, 0, 0}))
                .as("all begins anew")
                .isEqualTo(4);
    }

    private static float[] row(Random random) {
        float[] row = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }

    private void learn(SharedRegressions shared, int regression, float[] row, double target, boolean reduces) {
        double noise = FORGETTING + shared.project(row, product);
        shared.adjust(regression, product, (target - shared.predict(regression, row)) / noise);
        if (reduces) {
            shared.reduce(product, noise);
        }
    }
}
