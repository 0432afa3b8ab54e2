package io.streamgauge.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
    /** What the rational form's documentation promises. */
    private static final double TANH_ERROR = 3e-7;

    static Stream<Kernel> kernels() {
        Stream<Kernel> plain = Stream.of(new PlainKernel());
        return Kernels.areVectorsAvailable() ? Stream.concat(plain, Stream.of(Kernels.choose("simd"))) : plain;
    }

    static Stream<Arguments> kernelsAndOutputs() {
        return kernels()
                .flatMap(
                        kernel -> IntStream.rangeClosed(1, 13).mapToObj(vectors -> Arguments.of(kernel, 16 * vectors)));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndOutputs")
    void shouldChainFusedMultiplyAddsInTheOrderOfTheInputs(Kernel kernel, int outputs) {
        var random = new Random(7);
        for (int inputs : new int[] {0, 1, 3, 4, 5, 17, 64}) {
            for (int rows : new int[] {1, 2, 3, 4, 5, 6, 8, 11, 12, 14, 17}) {
                checkProduct(kernel, inputs, outputs, rows, random);
            }
        }
    }

    private static void checkProduct(Kernel kernel, int inputs, int outputs, int rows, Random random) {
        int xStride = inputs + 2;
        int outStride = outputs + 16;
        float[] weights = normal(inputs * outputs, random);
        float[] x = normal(3 + rows * xStride, random);
        float[] start = normal(5 + outputs, random);
        float[] out = normal(1 + rows * outStride, random);
        Matrix matrix = kernel.matrix(inputs, outputs);
        matrix.load(weights);
        float[] fromStart = out.clone();
        float[] fromOut = out.clone();

        kernel.multiplyAdd(matrix, rows, x, 3, xStride, start, 5, 0, fromStart, 1, outStride);
        kernel.multiplyAdd(matrix, rows, x, 3, xStride, fromOut, 1, outStride, fromOut, 1, outStride);

        float[] expectedFromStart = out.clone();
        float[] expectedFromOut = out.clone();
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < outputs; i++) {
                float a = start[5 + i];
                float b = out[1 + r * outStride + i];
                for (int k = 0; k < inputs; k++) {
                    a = Math.fma(weights[k * outputs + i], x[3 + r * xStride + k], a);
                    b = Math.fma(weights[k * outputs + i], x[3 + r * xStride + k], b);
                }
                expectedFromStart[1 + r * outStride + i] = a;
                expectedFromOut[1 + r * outStride + i] = b;
            }
        }
        requireSameBits(fromStart, expectedFromStart);
        requireSameBits(fromOut, expectedFromOut);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldSumOuterProductsInTheOrderOfTheRows(Kernel kernel) {
        var random = new Random(8);
        for (int inputs : new int[] {1, 3, 4, 6, 9}) {
            for (int outputs : new int[] {16, 32, 48, 80, 112, 128, 160}) {
                for (int rows : new int[] {0, 1, 2, 4, 7, 9}) {
                    checkSum(kernel, inputs, outputs, rows, random);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldSumMoreRowsThanAreCopiedAtOnceInTheirOrder(Kernel kernel) {
        var random = new Random(9);
        for (int inputs : new int[] {15, 16, 17, 64}) {
            for (int rows : new int[] {63, 64, 65, 131}) {
                checkSum(kernel, inputs, 80, rows, random);
            }
        }
    }

    private static void checkSum(Kernel kernel, int inputs, int outputs, int rows, Random random) {
        float[] a = normal(2 + rows * (inputs + 1), random);
        float[] d = normal(3 + rows * (outputs + 5), random);
        OuterSum sum = kernel.outerSum(inputs, outputs);
        sum.add(1, normal(inputs, random), 0, 0, normal(outputs, random), 0, 0);
        sum.clear();
        sum.add(rows, a, 2, inputs + 1, d, 3, outputs + 5);
        float[] found = new float[inputs * outputs];
        sum.copyTo(found);
        float[] expected = new float[inputs * outputs];
        for (int k = 0; k < inputs; k++) {
            for (int i = 0; i < outputs; i++) {
                int at = k * outputs + i;
                for (int r = 0; r < rows; r++) {
                    expected[at] = Math.fma(a[2 + r * (inputs + 1) + k], d[3 + r * (outputs + 5) + i], expected[at]);
                }
            }
        }
        requireSameBits(found, expected);
        OuterSum twice = kernel.outerSum(inputs, outputs);
        twice.add(sum);
        twice.add(sum);
        twice.copyTo(found);
        for (int i = 0; i < expected.length; i++) {
            expected[i] += expected[i];
        }
        requireSameBits(found, expected);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldStayWithinThePromisedErrorOfTanhAndSigmoid(Kernel kernel) {
        float step = 1e-4f;
        float[] x = new float[Kernel.padded(240_001)];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 120_000) * step;
        }
        float[] tanh = x.clone();
        float[] sigmoid = x.clone();
        kernel.tanh(tanh, 0, tanh.length);
        kernel.sigmoid(sigmoid, 0, sigmoid.length);
        double worstTanh = 0;
        double worstSigmoid = 0;
        for (int i = 0; i < x.length; i++) {
            worstTanh = Math.max(worstTanh, Math.abs(tanh[i] - Math.tanh(x[i])));
            worstSigmoid = Math.max(worstSigmoid, Math.abs(sigmoid[i] - 1 / (1 + Math.exp(-(double) x[i]))));
        }
        assertThat(worstTanh).isLessThanOrEqualTo(TANH_ERROR);
        assertThat(worstSigmoid).isLessThanOrEqualTo(TANH_ERROR);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldSaturateForHugeArgumentsAndKeepNanVisible(Kernel kernel) {
        float[] tanh = new float[16];
        float[] ends = {Float.NEGATIVE_INFINITY, -1e30f, -8, 0, 8, 1e30f, Float.POSITIVE_INFINITY};
        System.arraycopy(ends, 0, tanh, 0, ends.length);
        tanh[7] = Float.NaN;
        float[] sigmoid = tanh.clone();
        kernel.tanh(tanh, 0, 16);
        kernel.sigmoid(sigmoid, 0, 16);
        assertThat(tanh[3]).isZero();
        assertThat(sigmoid[3]).isEqualTo(0.5f);
        for (int i = 0; i < ends.length; i++) {
            assertThat(tanh[i]).isBetween(-1f, 1f);
            assertThat(sigmoid[i]).isBetween(0f, 1f);
        }
        assertThat(tanh[6]).isCloseTo(1, within((float) TANH_ERROR));
        assertThat(tanh[0]).isEqualTo(-tanh[6]);
        assertThat(tanh[7]).isNaN();
        assertThat(sigmoid[7]).isNaN();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldTouchOnlyTheGivenRange(Kernel kernel) {
        float[] tanh = new float[48];
        Arrays.fill(tanh, 3);
        float[] sigmoid = tanh.clone();
        kernel.tanh(tanh, 16, 32);
        kernel.sigmoid(sigmoid, 16, 32);
        for (int i = 0; i < 48; i++) {
            boolean inside = i >= 16 && i < 32;
            assertThat(tanh[i]).isEqualTo(inside ? RationalTanh.tanh(3) : 3);
            assertThat(sigmoid[i]).isEqualTo(inside ? RationalTanh.sigmoid(3) : 3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 80})
    void shouldPassGatesToTheSameBitsOnVectorsAsInPlainJava(int size) {
        assumeTrue(Kernels.areVectorsAvailable(), "needs --add-modules jdk.incubator.vector");
        Kernel plain = new PlainKernel();
        Kernel simd = Kernels.choose("simd");
        assertThat(GateDigest.gru(simd, size)).containsExactly(GateDigest.gru(plain, size));
        assertThat(GateDigest.lstm(simd, size)).containsExactly(GateDigest.lstm(plain, size));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldWriteDeltasOverTheirGatesAsApart(Kernel kernel) {
        assertThat(GateDigest.gruDeltas(kernel, 48, true)).containsExactly(GateDigest.gruDeltas(kernel, 48, false));
        assertThat(GateDigest.lstmDeltas(kernel, 48, true)).containsExactly(GateDigest.lstmDeltas(kernel, 48, false));
    }

    @Test
    void shouldChooseByName() {
        assertThat(Kernels.choose("plain").name()).isEqualTo("plain");
        assertThat(Kernels.choose("auto").name()).startsWith(Kernels.areVectorsAvailable() ? "simd-" : "plain");
        assertThat(Kernels.best().name())
                .isEqualTo(Kernels.choose(System.getProperty(Kernels.PROPERTY, "auto"))
                        .name());
        assertThatThrownBy(() -> Kernels.choose("fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("streamgauge.kernel is 'fast', expected one of auto, simd, plain");
    }

    /** In one sweep, as an assertion per value of these many would take longer than the products. */
    private static void requireSameBits(float[] found, float[] expected) {
        assertThat(Arrays.mismatch(found, expected))
                .as("first place that differs")
                .isEqualTo(-1);
    }

    private static float[] normal(int size, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
