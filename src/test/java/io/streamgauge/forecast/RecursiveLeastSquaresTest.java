package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class RecursiveLeastSquaresTest {

    private static final int SIZE = 5;
    /** P and w are floats, rounded once a row. */
    private static final double FLOAT_ROUNDING = 2e-4;

    @Test
    void shouldSolveTheWeightedNormalEquations() {
        double forgetting = .99;
        double variance = .5;
        int rows = 300;
        var random = new SplittableRandom(1);
        var learned = new RecursiveLeastSquares(SIZE, forgetting, variance);
        var correlation = SimpleMatrix.identity(SIZE).divide(variance);
        var products = new SimpleMatrix(SIZE, 1);
        double[] scratch = new double[SIZE];
        for (int t = 0; t < rows; t++) {
            float[] row = row(random);
            double target = row[0] - 2 * row[1] + .3 * random.nextGaussian();
            learned.learn(row, target, scratch);
            var column = column(row);
            correlation = correlation.scale(forgetting).plus(column.mult(column.transpose()));
            products = products.scale(forgetting).plus(column.scale(target));
        }
        SimpleMatrix exact = correlation.solve(products);
        for (int i = 0; i < SIZE; i++) {
            assertThat(Math.abs(learned.weight(i) - exact.get(i))).isLessThan(FLOAT_ROUNDING);
        }
    }

    @Test
    void shouldStayFiniteOverAMillionRowsOfOneDirection() {
        var learned = new RecursiveLeastSquares(SIZE, .999, .02);
        var random = new SplittableRandom(2);
        double[] scratch = new double[SIZE];
        float[] row = {1, 1, 0, 0, 0};
        for (int t = 0; t < 1_000_000; t++) {
            learned.learn(row, 3 + .1 * random.nextGaussian(), scratch);
        }
        assertThat(learned.predict(row)).isBetween(2.9, 3.1);
        assertThat(learned.predict(new float[] {0, 0, 1, 0, 0})).isZero();
        learned.learn(new float[] {0, 0, 1, 0, 0}, 1, scratch);
        assertThat(learned.predict(new float[] {0, 0, 1, 0, 0})).isBetween(.5, 1.0);
    }

    @Test
    void shouldForecastTheSameAfterAChangeOfUnit() {
        boolean[] constant = {true, false, false, false, false};
        double ratio = 4;
        var oneUnit = new RecursiveLeastSquares(SIZE, .999, .02);
        var changed = new RecursiveLeastSquares(SIZE, .999, .02);
        var random = new SplittableRandom(3);
        double[] scratch = new double[SIZE];
        double unit = 1;
        for (int t = 0; t < 400; t++) {
            if (t == 200) {
                changed.rescale(ratio, constant);
                unit = ratio;
            }
            float[] row = row(random);
            row[0] = .3f;
            double target = 2 + row[1] + .2 * random.nextGaussian();
            float[] scaledRow = row.clone();
            for (int i = 1; i < SIZE; i++) {
                scaledRow[i] *= (float) unit;
            }
            assertThat(changed.predict(scaledRow) / unit - oneUnit.predict(row)).isBetween(-FLOAT_ROUNDING, FLOAT_ROUNDING);
            oneUnit.learn(row, target, scratch);
            changed.learn(scaledRow, target * unit, scratch);
        }
    }

    private static float[] row(SplittableRandom random) {
        float[] row = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }

    private static SimpleMatrix column(float[] row) {
        var column = new SimpleMatrix(SIZE, 1);
        for (int i = 0; i < SIZE; i++) {
            column.set(i, row[i]);
        }
        return column;
    }
}
