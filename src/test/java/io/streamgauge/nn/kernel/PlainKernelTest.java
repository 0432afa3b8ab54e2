package io.streamgauge.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainKernelTest {
    /** What the rational form's documentation promises. */
    private static final double TANH_ERROR = 3e-7;

    private final Kernel kernel = new PlainKernel();

    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "3,4", "5,5", "7,7", "8,8", "17,9", "32,12", "33,31", "96,32", "100,13"})
    void shouldChainFusedMultiplyAddsInTheOrderOfTheColumns(int rows, int columnCount) {
        var random = new Random(rows * 1000L + columnCount);
        float[][] columns = new float[columnCount][];
        for (int k = 0; k < columnCount; k++) {
            columns[k] = normal(rows + k % 2, random);
        }
        float[] x = normal(columnCount + 2, random);
        float[] out = normal(rows, random);
        float[] expected = out.clone();
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columnCount; k++) {
                expected[i] = Math.fma(columns[k][i], x[2 + k], expected[i]);
            }
        }

        kernel.multiplyAdd(columns, columnCount, x, 2, out);

        assertThat(out).containsExactly(expected);
    }

    @Test
    void shouldLeaveOutAsItIsWhereNoColumnTakesPart() {
        float[] out = {1, 2};
        kernel.multiplyAdd(new float[][] {{5, 5}}, 0, new float[] {9}, 0, out);
        assertThat(out).containsExactly(1, 2);
    }

    @Test
    void shouldStayWithinThePromisedErrorOfTanhAndSigmoid() {
        float step = 1e-4f;
        float[] x = new float[240_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 120_000) * step;
        }
        float[] tanh = x.clone();
        float[] sigmoid = x.clone();
        kernel.tanh(0, tanh.length, tanh);
        kernel.sigmoid(0, sigmoid.length, sigmoid);
        double worstTanh = 0;
        double worstSigmoid = 0;
        for (int i = 0; i < x.length; i++) {
            worstTanh = Math.max(worstTanh, Math.abs(tanh[i] - Math.tanh(x[i])));
            worstSigmoid = Math.max(worstSigmoid, Math.abs(sigmoid[i] - 1 / (1 + Math.exp(-(double) x[i]))));
        }
        assertThat(worstTanh).isLessThanOrEqualTo(TANH_ERROR);
        assertThat(worstSigmoid).isLessThanOrEqualTo(TANH_ERROR);
    }

    @Test
    void shouldSaturateForHugeArgumentsAndNeverLeaveTheRange() {
        float[] tanh = {Float.NEGATIVE_INFINITY, -1e30f, -8, 0, 8, 1e30f, Float.POSITIVE_INFINITY};
        float[] sigmoid = tanh.clone();
        kernel.tanh(0, tanh.length, tanh);
        kernel.sigmoid(0, sigmoid.length, sigmoid);
        assertThat(tanh[3]).isZero();
        assertThat(sigmoid[3]).isEqualTo(0.5f);
        for (int i = 0; i < tanh.length; i++) {
            assertThat(tanh[i]).isBetween(-1f, 1f);
            assertThat(sigmoid[i]).isBetween(0f, 1f);
        }
        assertThat(tanh[6]).isCloseTo(1, within((float) TANH_ERROR));
        assertThat(tanh[0]).isEqualTo(-tanh[6]);
    }

    @Test
    void shouldKeepNanVisible() {
        float[] out = {Float.NaN, Float.NaN};
        kernel.tanh(0, 1, out);
        kernel.sigmoid(1, 2, out);
        assertThat(out[0]).isNaN();
        assertThat(out[1]).isNaN();
    }

    @Test
    void shouldTouchOnlyTheGivenRange() {
        float[] out = {3, 3, 3, 3};
        kernel.tanh(1, 3, out);
        assertThat(out[0]).isEqualTo(3);
        assertThat(out[3]).isEqualTo(3);
        assertThat(out[1]).isEqualTo(out[2]).isLessThan(1);
    }

    private static float[] normal(int size, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
