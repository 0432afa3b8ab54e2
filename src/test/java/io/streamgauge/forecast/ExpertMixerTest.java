package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertMixerTest {

    @Test
    void shouldFollowANetworkThatIsRight() {
        var random = new Random(1);
        var mixer = new ExpertMixer();
        for (int n = 0; n < 100; n++) {
            double change = random.nextGaussian();
            learn(mixer, change, .9 * change);
        }
        assertThat(mixer.weight(Expert.PERSISTENCE)).isLessThan(.001);
        assertThat(mixer.mix(1)).isBetween(.95, 1.2);
    }

    @Test
    void shouldLeaveANetworkThatFails() {
        var random = new Random(2);
        var mixer = new ExpertMixer();
        for (int n = 0; n < 1_000; n++) {
            double change = random.nextGaussian();
            learn(mixer, change, .9 * change);
        }
        for (int n = 0; n < 100; n++) {
            double change = random.nextGaussian();
            learn(mixer, change, -.9 * change);
        }
        assertThat(mixer.weight(Expert.PERSISTENCE)).isGreaterThan(.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 100, 10_000})
    void shouldNotStayWorseThanPersistenceForLong(int turn) {
        var random = new Random(3);
        var mixer = new ExpertMixer();
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
                mix += Math.abs(change - mixer.mix(network));
                learn(mixer, change, network);
            }
            assertThat(mix).as("block %s", b).isLessThan(1.1 * persistence);
        }
    }

    @Test
    void shouldFindTheGainThatANetworkNeeds() {
        var random = new Random(4);
        var mixer = new ExpertMixer();
        for (int n = 0; n < 2_000; n++) {
            double forecast = random.nextGaussian();
            learn(mixer, .4 * forecast + .1 * random.nextGaussian(), forecast);
        }
        assertThat(mixer.gain()).isCloseTo(.4, within(.02));
        assertThat(mixer.weight(Expert.SCALED_NETWORK)).isGreaterThan(.99);
    }

    @Test
    void shouldKeepTheGainWithinZeroAndTwo() {
        var mixer = new ExpertMixer();
        for (int n = 0; n < 1_000; n++) {
            learn(mixer, -1, 1);
        }
        assertThat(mixer.gain()).isZero();
        for (int n = 0; n < 5_000; n++) {
            learn(mixer, 10, 1);
        }
        assertThat(mixer.gain()).isEqualTo(2);
    }

    @Test
    void shouldHardlyHeedOneWildValue() {
        var random = new Random(5);
        var calm = new ExpertMixer();
        var shaken = new ExpertMixer();
        for (int n = 0; n < 1_000; n++) {
            double change = random.nextGaussian();
            double network = .7 * change + .1 * random.nextGaussian();
            learn(calm, change, network);
            learn(shaken, n == 500 ? 1e300 : change, network);
            assertThat(shaken.weight(Expert.PERSISTENCE)).isLessThan(n < 100 ? 1 : .1);
            assertThat(shaken.gain()).isCloseTo(calm.gain(), within(n < 500 ? 0 : .35));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1, 1e300, Double.POSITIVE_INFINITY})
    void shouldWeighItsExpertsSoThatTheySumToOne(double change) {
        var mixer = new ExpertMixer();
        for (int n = 0; n < 200; n++) {
            learn(mixer, n % 2 == 0 ? change : -change, n % 3 - 1);
            double[] weights = Expert.ALL.stream().mapToDouble(mixer::weight).toArray();
            assertThat(Arrays.stream(weights)).allMatch(weight -> weight >= 0 && weight <= 1);
            assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
            assertThat(mixer.gain()).isBetween(0.0, 2.0);
        }
    }

    private static void learn(ExpertMixer mixer, double change, double network) {
        mixer.learn(change, network, mixer.gain() * network);
    }
}
