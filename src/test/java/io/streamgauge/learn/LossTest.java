package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.Window;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    /** One rounding to float of values of order 1. */
    private static final float ROUNDING = 1e-7f;

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,0.5,1", "-1,0.5,-1", "2,2,2", "3,4,2", "-10,18,-2"})
    void shouldBeQuadraticWithinDeltaAndLinearBeyond(float error, double value, float slope) {
        var huber = new Huber(2);
        assertThat(huber.value(new float[] {error}, 0, 0)).isEqualTo(value);
        assertThat(gradient(huber, 0, error)).containsExactly(slope);
    }

    @Test
    void shouldSquareTheErrorWithoutAHalf() {
        assertThat(new MeanSquaredError().value(new float[] {2}, 0, 5)).isEqualTo(9);
        assertThat(gradient(new MeanSquaredError(), 5, 2)).containsExactly(-6);
    }

    @ParameterizedTest
    @CsvSource({"2,5,3,-1", "7,5,2,1", "5,5,0,0"})
    void shouldTakeTheSizeOfTheErrorAndItsSign(float output, float target, double value, float slope) {
        assertThat(new MeanAbsoluteError().value(new float[] {output}, 0, target))
                .isEqualTo(value);
        assertThat(gradient(new MeanAbsoluteError(), target, output)).containsExactly(slope);
    }

    @Test
    void shouldPullEachQuantileByItsShareOfTheTargetsBeyondIt() {
        var pinball = new Pinball(0.25, 0.5, 0.75);
        // Shortfalls 2, 0 and −4 against 3, so 0.25·2, 0 and 0.25·4 over three quantiles.
        assertThat(pinball.value(new float[] {1, 3, 7}, 0, 3)).isCloseTo(1.5 / 3, within(1e-15));
        float[] gradient = gradient(pinball, 3, 1, 3, 7);
        assertThat(gradient[0]).isCloseTo(-0.25f / 3, within(ROUNDING));
        assertThat(gradient[1]).isZero();
        assertThat(gradient[2]).isCloseTo(0.25f / 3, within(ROUNDING));
    }

    @Test
    void shouldBeTheSamePinballForTheSameQuantiles() {
        double[] quantiles = {0.1, 0.9};
        var pinball = new Pinball(quantiles);
        quantiles[0] = 0.5;
        pinball.quantiles()[1] = 0.5;
        assertThat(pinball)
                .isEqualTo(new Pinball(0.1, 0.9))
                .hasSameHashCodeAs(new Pinball(0.1, 0.9))
                .isNotEqualTo(new Pinball(0.5, 0.9))
                .isNotEqualTo(null)
                .hasToString("Pinball[0.1, 0.9]");
        assertThat(pinball.hashCode()).isNotEqualTo(new Pinball(0.5, 0.9).hashCode());
    }

    @Test
    void shouldLearnTheMeanAndTheVarianceOfANormalTarget() {
        var loss = new GaussianNll();
        // Variance e² and error e: ½ (2 + 1); nothing to be gained by another variance.
        float e = (float) Math.E;
        assertThat(loss.value(new float[] {e, 2}, 0, 0)).isCloseTo(1.5, within(1e-7));
        float[] gradient = gradient(loss, 0, e, 2);
        assertThat(gradient[0]).isCloseTo((float) Math.exp(-1), within(ROUNDING));
        assertThat(gradient[1]).isCloseTo(0, within(ROUNDING));
    }

    @ParameterizedTest
    // Beyond the upper bound: error 0 wants less variance and leads back, error 1e4 wants more and leads away. Beyond
    // the
    // lower one: error 1 wants more and leads back, error 0 wants less and leads away.
    @CsvSource({"50,0,true", "50,10000,false", "-50,1,true", "-50,0,false"})
    void shouldBoundTheLogVarianceAndKeepOnlyTheSlopeThatLeadsBack(float logVariance, float error, boolean leadsBack) {
        var loss = new GaussianNll();
        float bound = Math.copySign((float) GaussianNll.LOG_VARIANCE_BOUND, logVariance);
        float[] beyond = {error, logVariance};
        float[] atBound = {error, bound};
        // The bound is not a float; e^13.8 times its rounding, relative.
        double rounding = 1e-6 * (1 + Math.abs(loss.value(atBound, 0, 0)));
        assertThat(loss.value(beyond, 0, 0)).isCloseTo(loss.value(atBound, 0, 0), within(rounding));
        float slope = gradient(loss, 0, beyond)[1];
        assertThat(slope != 0).isEqualTo(leadsBack);
        if (leadsBack) {
            assertThat(Math.signum(slope)).isEqualTo(Math.signum(logVariance));
        }
        assertThat(gradient(loss, 0, beyond)[0])
                .isCloseTo(gradient(loss, 0, atBound)[0], within(1e-6f * (1 + 1e6f * Math.abs(error))));
    }

    @Test
    void shouldHaveTheLeastVarianceOfPyTorchAsBound() {
        assertThat(Math.exp(-GaussianNll.LOG_VARIANCE_BOUND)).isCloseTo(1e-6, within(1e-20));
    }

    @Test
    void shouldGiveTheSameCrossEntropyAsTheLikelihoodOfTheLogSoftmax() {
        float[] logits = {1, -2, 0.5f, 3};
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        float[] logSoftmax = new float[4];
        for (int k = 0; k < 4; k++) {
            logSoftmax[k] = (float) (logits[k] - Math.log(sum));
        }
        float[] gradient = gradient(new CrossEntropy(4), 2, logits);
        for (int k = 0; k < 4; k++) {
            assertThat(new CrossEntropy(4).value(logits, 0, k))
                    .isCloseTo(new NegativeLogLikelihood(4).value(logSoftmax, 0, k), within(1e-6));
            double softmax = Math.exp(logits[k]) / sum;
            assertThat(gradient[k]).isCloseTo((float) (k == 2 ? softmax - 1 : softmax), within(ROUNDING));
        }
        assertThat(gradient(new NegativeLogLikelihood(4), 2, logSoftmax)).containsExactly(0, 0, -1, 0);
    }

    @Test
    void shouldNotOverflowOnHugeLogits() {
        float[] huge = {3e38f, -3e38f, 1e38f};
        assertThat(new CrossEntropy(3).value(huge, 0, 0)).isZero();
        assertThat(new CrossEntropy(3).value(huge, 0, 1)).isCloseTo(6e38, within(1e32));
        assertThat(gradient(new CrossEntropy(3), 1, huge)).containsExactly(1, -1, 0);
        var binary = new BinaryCrossEntropy();
        assertThat(binary.value(new float[] {3e38f}, 0, 1)).isZero();
        assertThat(binary.value(new float[] {-3e38f}, 0, 1)).isCloseTo(3e38, within(1e32));
        assertThat(gradient(binary, 1, 3e38f)).containsExactly(0);
        assertThat(gradient(binary, 1, -3e38f)).containsExactly(-1);
    }

    @Test
    void shouldKeepWhatIsLeftOfAVerySureAnswer() {
        // ln(1 + e⁻⁴⁰) is about 4e-18: lost to 0 where it is taken as the logarithm of 1 − σ.
        assertThat(new BinaryCrossEntropy().value(new float[] {40}, 0, 1)).isCloseTo(Math.exp(-40), within(1e-30));
        assertThat(new BinaryCrossEntropy().value(new float[] {0}, 0, 1)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(gradient(new BinaryCrossEntropy(), 0.25f, 0)).containsExactly(0.25f);
        assertThat(gradient(new BinaryCrossEntropy(), 0, -40)[0]).isCloseTo((float) Math.exp(-40), within(1e-24f));
    }

    static Stream<Loss> everyLoss() {
        return Stream.of(
                new MeanSquaredError(),
                new MeanAbsoluteError(),
                new Huber(0.5),
                new Pinball(0.2, 0.6),
                new GaussianNll(),
                new CrossEntropy(4),
                new NegativeLogLikelihood(3),
                new BinaryCrossEntropy());
    }

    @ParameterizedTest
    @MethodSource("everyLoss")
    void shouldReadAndWriteItsOwnOutputsOnlyAndScaleTheGradient(Loss loss) {
        int width = loss.outputsPerTarget();
        float[] alone = {0.3f, -1.2f, 0.7f, 2.5f};
        float[] among = new float[width + 4];
        Arrays.fill(among, 99);
        System.arraycopy(alone, 0, among, 3, width);
        float[] before = among.clone();
        float[] out = new float[width + 4];
        Arrays.fill(out, 7);
        float[] expected = new float[width];
        loss.gradient(alone, 0, 1, 1, expected);
        loss.gradient(among, 3, 1, -0.5, out);
        assertThat(loss.value(among, 3, 1)).isEqualTo(loss.value(alone, 0, 1));
        for (int k = 0; k < out.length; k++) {
            boolean own = k >= 3 && k < 3 + width;
            assertThat(out[k]).as("[%d]", k).isEqualTo(own ? -0.5f * expected[k - 3] : 7);
        }
        assertThat(among).containsExactly(before);
    }

    @Test
    void shouldCountAndWeighTheTargetsFromAStepOn() {
        var window = new Window(2, 1, 2, new float[2], new float[4], new float[] {0.5f, 0, 2, 0.25f}, new float[0]);
        assertThat(Loss.unmasked(window, 0)).isEqualTo(3);
        assertThat(Loss.unmasked(window, 1)).isEqualTo(2);
        assertThat(Loss.weight(window, 0)).isEqualTo(2.75);
        assertThat(Loss.weight(window, 1)).isEqualTo(2.25);
    }

    @ParameterizedTest
    @ValueSource(floats = {5, -1, 1.5f, Float.NaN, Float.POSITIVE_INFINITY})
    void shouldRefuseATargetThatIsNoClass(float target) {
        String message = "target is " + target + ", loss expects a whole number from 0 to 4";
        for (Loss loss : new Loss[] {new CrossEntropy(5), new NegativeLogLikelihood(5)}) {
            assertThatThrownBy(() -> loss.value(new float[5], 0, target))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> loss.gradient(new float[5], 0, target, 1, new float[5]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 1.1f, Float.NaN})
    void shouldRefuseATargetThatIsNoProbability(float target) {
        String message = "target is " + target + ", loss expects a probability from 0 to 1";
        var loss = new BinaryCrossEntropy();
        assertThatThrownBy(() -> loss.value(new float[1], 0, target)).hasMessage(message);
        assertThatThrownBy(() -> loss.gradient(new float[1], 0, target, 1, new float[1]))
                .hasMessage(message);
    }

    @Test
    void shouldTakeTheFirstAndTheLastOfItsRange() {
        assertThat(new NegativeLogLikelihood(3).value(new float[] {-1, -2, -3}, 0, 0))
                .isEqualTo(1);
        assertThat(new NegativeLogLikelihood(3).value(new float[] {-1, -2, -3}, 0, 2))
                .isEqualTo(3);
        assertThat(gradient(new BinaryCrossEntropy(), 0, 0)).containsExactly(0.5f);
        assertThat(gradient(new BinaryCrossEntropy(), 1, 0)).containsExactly(-0.5f);
    }

    @Test
    void shouldRejectConstantsThatMakeNoLoss() {
        assertThatThrownBy(() -> new Huber(0)).hasMessage("delta is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new Huber(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Pinball::new).hasMessage("number of quantiles is 0, must be at least 1");
        assertThatThrownBy(() -> new Pinball(0.5, 1)).hasMessage("quantile is 1.0, must be above 0 and below 1");
        assertThatThrownBy(() -> new Pinball(0)).hasMessage("quantile is 0.0, must be above 0 and below 1");
        assertThatThrownBy(() -> new CrossEntropy(1)).hasMessage("classes is 1, must be at least 2");
        assertThatThrownBy(() -> new NegativeLogLikelihood(1)).hasMessage("classes is 1, must be at least 2");
        assertThat(new CrossEntropy(2).outputsPerTarget()).isEqualTo(2);
        assertThat(new NegativeLogLikelihood(2).outputsPerTarget()).isEqualTo(2);
    }

    private static float[] gradient(Loss loss, float target, float... outputs) {
        float[] out = new float[outputs.length];
        loss.gradient(outputs, 0, target, 1, out);
        return out;
    }
}
