package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What many readouts have in common. */
class ReadoutPoolTest {
    /** A float holds about seven digits. */
    private static final float ROUNDING = 1e-6f;

    private final ReadoutPool pool = new ReadoutPool(4, Map.of());

    @Test
    void shouldWeighTheReadoutsByWhatTheyHaveSeen() {
        pool.take("a", readout(100, 1, 0));
        pool.take("b", readout(100, 3, 0));
        assertThat(pool.prior()).as("of two series").isNull();
        pool.take("c", readout(200, 6, 0));
        SharedPrior prior = Objects.requireNonNull(pool.prior());
        // (100·1 + 100·3 + 200·6)/400
        assertThat(prior.mean()).containsExactly(4, 0);
        // (100·9 + 100·1 + 200·4)/(400 − 60,000/400)
        assertThat(prior.variance()[0]).isCloseTo(7.2f, within(ROUNDING));
        assertThat(prior.variance()[1]).isZero();
    }

    @Test
    void shouldEstimateTheVarianceFromSeriesToSeriesWithoutBias() {
        var random = new Random(5);
        double sum = 0;
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            var each = new ReadoutPool(9, Map.of());
            for (int key = 0; key < 5; key++) {
                each.take("k" + key, readout(100 + 300 * key, (float) (2 + .5 * random.nextGaussian())));
            }
            sum += Objects.requireNonNull(each.prior()).variance()[0];
        }
        // Five standard errors of the mean of 2,000 such variances.
        assertThat(sum / rounds).isCloseTo(.25, within(.02));
    }

    @Test
    void shouldKeepTheLatestReadoutOfTheSeriesHeardOfLast() {
        for (String key : new String[] {"a", "b", "c", "d", "a", "e"}) {
            pool.take(key, readout(10, key.charAt(0)));
        }
        pool.take("c", readout(11, 1));
        assertThat(pool.byKey().keySet()).containsExactly("d", "a", "e", "c");
        assertThat(pool.byKey().get("c")).isEqualTo(readout(11, 1));
    }

    @Test
    void shouldCountNoReadoutForMoreThanItRemembers() {
        pool.take("a", readout(1_000_000_000, 1));
        pool.take("b", readout(2_000, 2));
        pool.take("c", readout(2_000, 3));
        assertThat(Objects.requireNonNull(pool.prior()).mean()).containsExactly(2);
    }

    @Test
    void shouldLeaveReadoutsAsideThatSayNothing() {
        for (KeyReadout nothing : new KeyReadout[] {
            readout(0, 1),
            new KeyReadout(new float[] {1}, 5, 0),
            new KeyReadout(new float[] {1}, 5, Double.NaN),
            new KeyReadout(new float[0], 5, 1),
            readout(5, Float.NaN),
            readout(5, -1_001)
        }) {
            pool.take("a", nothing);
            assertThat(pool.byKey()).isEmpty();
        }
    }

    @Test
    void shouldStartAnewWithReadoutsOfAnotherLength() {
        pool.take("a", readout(10, 1));
        pool.take("b", readout(10, 1, 2));
        assertThat(pool.byKey().keySet()).containsExactly("b");
    }

    @Test
    void shouldRefuseAPriorOfTwoLengths() {
        assertThatThrownBy(() -> new SharedPrior(new float[2], new float[3]))
                .hasMessage("mean has 2 values, the variance has 3");
    }

    private static KeyReadout readout(long count, float... weights) {
        return new KeyReadout(weights, count, .5);
    }
}
