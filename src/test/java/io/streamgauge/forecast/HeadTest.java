package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.InputSpec;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a network's outputs mean. */
class HeadTest {
    /** Of the rational form of the normal quantile, times the deviation of the distributions here. */
    private static final double NORMAL_QUANTILE_TOLERANCE = 2e-3;
    /** Of the rational form of the normal distribution, and of float outputs. */
    private static final double TOLERANCE = 1e-6;

    private static final QuantileHead FIVE = new QuantileHead(.05, .25, .5, .75, .95);

    static Stream<Head> heads() {
        return Stream.of(new PointHead(), FIVE, new QuantileHead(.5), new QuantileHead(.1, .5), new GaussianHead());
    }

    @ParameterizedTest
    @MethodSource("heads")
    void shouldStandForPersistenceAtRest(Head head) {
        float[] outputs = head.atRest();
        assertThat(outputs).hasSize(head.outputsPerTarget());
        assertThat(head.median(outputs, 0)).isZero();
        if (head.outputsPerTarget() != 2 || head instanceof GaussianHead) {
            assertThat((double) head.mean(outputs, 0)).isCloseTo(0, within(TOLERANCE));
        }
    }

    @Test
    void shouldBeSpreadAtRestAsStepsOfMeanSizeOneAre() {
        // A Gaussian of mean size 1 has the deviation √(π/2), and 90 % of it within ±1.645 of these.
        double bound = 1.6449 * Math.sqrt(Math.PI / 2);
        for (Head head : List.of(FIVE, new GaussianHead())) {
            float[] outputs = head.atRest();
            assertThat(head.quantile(outputs, 0, .95)).isCloseTo(bound, within(NORMAL_QUANTILE_TOLERANCE));
            assertThat(head.quantile(outputs, 0, .05)).isCloseTo(-bound, within(NORMAL_QUANTILE_TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void shouldGiveTheProbabilityOfItsOwnQuantiles(Head head) {
        float[] outputs = new float[1 + head.outputsPerTarget()];
        float[] rest = head.atRest();
        for (int k = 0; k < rest.length; k++) {
            outputs[1 + k] = rest[k] + .25f;
        }
        double before = Double.NEGATIVE_INFINITY;
        for (double p : new double[] {1e-4, .01, .05, .1, .25, .3, .5, .6, .75, .9, .95, .99, 1 - 1e-4}) {
            double quantile = head.quantile(outputs, 1, p);
            assertThat(quantile).as("quantile %s", p).isGreaterThanOrEqualTo(before);
            before = quantile;
            if (head.isDistribution() && head.outputsPerTarget() > 1) {
                assertThat(head.probabilityBelow(outputs, 1, quantile))
                        .as("probability of quantile %s", p)
                        .isCloseTo(p, within(NORMAL_QUANTILE_TOLERANCE));
            }
        }
    }

    @Test
    void shouldSortQuantilesThatCross() {
        float[] outputs = {9, 3, -1, 2, 0, 1, 9};
        FIVE.settle(outputs, 1);
        assertThat(outputs).containsExactly(9, -1, 0, 1, 2, 3, 9);
        assertThat(FIVE.median(outputs, 1)).isEqualTo(1);
        assertThat(FIVE.quantile(outputs, 1, .25)).isEqualTo(0);
        assertThat(FIVE.quantile(outputs, 1, .625)).isCloseTo(1.5, within(TOLERANCE));
    }

    @Test
    void shouldGiveTheMeanThatItsQuantilesMake() {
        float[] skewed = {-1, 0, 1, 4, 9};
        double sum = 0;
        int points = 1_000_000;
        for (int i = 0; i < points; i++) {
            sum += FIVE.quantile(skewed, 0, (i + .5) / points);
        }
        // The tail between the outermost of these points and 1 is what is missing of the sum.
        assertThat((double) FIVE.mean(skewed, 0)).isCloseTo(sum / points, within(1e-4));
        assertThat(FIVE.mean(skewed, 0)).isGreaterThan(FIVE.median(skewed, 0));
    }

    @Test
    void shouldGiveTheMiddleOfTheProbabilitiesWhereQuantilesAreEqual() {
        float[] outputs = {0, 1, 1, 1, 2};
        assertThat(FIVE.probabilityBelow(outputs, 0, 1)).isEqualTo(.5);
        assertThat(FIVE.probabilityBelow(outputs, 0, .5)).isCloseTo(.15, within(TOLERANCE));
        float[] point = new float[5];
        assertThat(FIVE.probabilityBelow(point, 0, 0)).isEqualTo(.5);
        assertThat(FIVE.probabilityBelow(point, 0, -1)).isZero();
        assertThat(FIVE.probabilityBelow(point, 0, 1)).isOne();
        assertThat(FIVE.quantile(point, 0, .001)).isZero();
    }

    @Test
    void shouldBeOneHalfAtThePointOfAPoint() {
        assertThat(new PointHead().isDistribution()).isFalse();
        assertThat(new PointHead().probabilityBelow(new float[] {2}, 0, 2)).isEqualTo(.5);
        assertThat(new PointHead().probabilityBelow(new float[] {2}, 0, 1)).isZero();
        assertThat(new PointHead().probabilityBelow(new float[] {2}, 0, 3)).isOne();
    }

    @Test
    void shouldBoundAVarianceThatHasGoneWrong() {
        var head = new GaussianHead();
        assertThat(head.quantile(new float[] {0, 1e9f}, 0, .9)).isCloseTo(1281.6, within(1.0));
        assertThat(head.quantile(new float[] {1, -1e9f}, 0, .9)).isCloseTo(1.00128, within(1e-5));
    }

    @Test
    void shouldRefuseProbabilitiesThatMakeNoQuantiles() {
        assertThatThrownBy(() -> new QuantileHead(.5, .5))
                .hasMessage("probabilities are [0.5, 0.5], expected them to rise");
        assertThatThrownBy(() -> new QuantileHead(.1, .9))
                .hasMessage("probabilities are [0.1, 0.9], expected 0.5 among them");
        assertThatThrownBy(() -> new QuantileHead(0, .5)).hasMessage("probability is 0.0, expected between 0 and 1");
        for (Head head : heads().toList()) {
            assertThatThrownBy(() -> head.quantile(head.atRest(), 0, 1))
                    .hasMessage("probability is 1.0, expected between 0 and 1");
        }
    }

    @Test
    void shouldBeEqualWhereItReadsOutputsAlike() {
        assertThat(new QuantileHead(.1, .5)).isEqualTo(new QuantileHead(.1, .5)).isNotEqualTo(new QuantileHead(.5));
        assertThat(new QuantileHead(.1, .5).id()).isEqualTo("quantiles [0.1, 0.5]");
        assertThat(heads().map(Head::id).distinct()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("heads")
    void shouldMakeANetworkThatIsAtRestForEveryHorizon(Head head) {
        var spec = new ForecasterSpec(
                new InputSpec(0, ZoneOffset.UTC),
                List.of(1, 3),
                CellKind.GRU,
                4,
                1,
                8,
                4,
                List.of(.9),
                Bounds.NONE,
                head,
                TargetKind.CHANGE);
        var network = new RecurrentNetwork(spec.network(), spec.untrained(1));
        float[] out = new float[spec.network().outputSize()];
        network.step(new float[spec.network().inputWidth()], network.newState(), network.newScratch(), out);
        int m = head.outputsPerTarget();
        assertThat(out).hasSize(spec.targetsPerStep() * m);
        assertThat(java.util.Arrays.copyOfRange(out, m, 2 * m)).containsExactly(head.atRest());
    }
}
