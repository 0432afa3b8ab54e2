package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertMixerTest {

    /** Weights are floats. */
    private static final double ROUNDED = 1e-6;

    @Test
    void shouldStartWithAllExpertsAlike() {
        var mixer = new ExpertMixer(4);
        assertThat(mix(mixer, 0, 1, 2, 3)).isEqualTo(1.5);
    }

    @Test
    void shouldFollowAnExpertThatIsRight() {
        var random = new Random(1);
        var mixer = new ExpertMixer(2);
        for (int n = 0; n < 100; n++) {
            double change = random.nextGaussian();
            learn(mixer, change, .9 * change);
        }
        assertThat(weights(mixer)[0]).isLessThan(.001);
        assertThat(mix(mixer, 0, 1)).isGreaterThan(.99);
    }

    @Test
    void shouldLeaveAnExpertThatFails() {
        var random = new Random(2);
        var mixer = new ExpertMixer(2);
        for (int n = 0; n < 1_000; n++) {
            double change = random.nextGaussian();
            learn(mixer, change, .9 * change);
        }
        for (int n = 0; n < 100; n++) {
            double change = random.nextGaussian();
            learn(mixer, change, -.9 * change);
        }
        assertThat(weights(mixer)[0]).isGreaterThan(.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 100, 10_000})
    void shouldNotStayWorseThanPersistenceForLong(int turn) {
        var random = new Random(3);
        var mixer = new ExpertMixer(2);
        int block = 500;
        for (int b = 0; b < 20; b++) {
            double persistence = 0;
            double mix = 0;
            for (int n = 0; n < block; n++) {
                double change = random.nextGaussian();
                // Wrong in sign and size, and for turns shorter than the block right now and then.
                boolean right = turn < block && (b * block + n) / turn % 2 == 1;
                double network = (right ? 1 : -1.5) * change;
                persistence += Math.abs(change);
                mix += Math.abs(change - mix(mixer, 0, (float) network));
                learn(mixer, change, network);
            }
            assertThat(mix).as("block %s", b).isLessThan(1.1 * persistence);
        }
    }

    @Test
    void shouldHardlyHeedOneWildValue() {
        var random = new Random(5);
        var shaken = new ExpertMixer(2);
        for (int n = 0; n < 1_000; n++) {
            double change = random.nextGaussian();
            double network = .7 * change + .1 * random.nextGaussian();
            learn(shaken, n == 500 ? 1e300 : change, network);
            assertThat(weights(shaken)[0]).isLessThan(n < 100 ? 1 : .1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1, 1e300, Double.POSITIVE_INFINITY})
    void shouldWeighItsExpertsSoThatTheySumToOne(double change) {
        var mixer = new ExpertMixer(2);
        for (int n = 0; n < 200; n++) {
            learn(mixer, n % 2 == 0 ? change : -change, n % 3 - 1);
            assertThat(weights(mixer)[0]).isBetween(0.0, 1.0);
            assertThat(weights(mixer)[0] + weights(mixer)[1]).isCloseTo(1, within(ROUNDED));
        }
    }

    private static double[] weights(ExpertMixer mixer) {
        double[] weights = new double[2];
        mixer.weights(weights);
        return weights;
    }

    private static double mix(ExpertMixer mixer, float... changes) {
        double[] weights = new double[changes.length];
        mixer.weights(weights);
        return mixer.mix(weights, changes);
    }

    private static void learn(ExpertMixer mixer, double change, double network) {
        mixer.learn(change, new float[] {0, (float) network});
    }
}
