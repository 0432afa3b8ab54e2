package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which category followed which. */
class SuccessionsTest {

    private static final int CLASSES = 5;

    private static double[] after(Successions successions, int beforeLast, int last) {
        double[] out = new double[CLASSES];
        successions.probabilities(beforeLast, last, CLASSES, out);
        assertThat(Arrays.stream(out).sum()).isCloseTo(1, within(1e-12));
        return out;
    }

    private static Successions random(int events) {
        Successions successions = new Successions();
        Random random = new Random(1);
        for (int t = 0; t < events; t++) {
            successions.learn(random.nextInt(CLASSES), random.nextInt(CLASSES), random.nextInt(CLASSES));
        }
        return successions;
    }

    @Test
    void shouldTellWhatFollowsTheLastTwoFromWhatFollowsTheLastOne() {
        Successions successions = new Successions();
        assertThat(after(successions, Successions.NONE, 0)).containsOnly(1.0 / CLASSES);
        for (int t = 0; t < 100; t++) {
            successions.learn(0, 2, 3);
            successions.learn(1, 2, 4);
        }
        assertThat(after(successions, 0, 2)[3]).isGreaterThan(.97);
        assertThat(after(successions, 1, 2)[4]).isGreaterThan(.97);
        assertThat(after(successions, Successions.NONE, 2)[3]).isCloseTo(.5, within(.01));
        // Never seen together: what follows the last one counts.
        assertThat(after(successions, 3, 2)[3]).isCloseTo(.5, within(.01));
        assertThat(after(successions, 0, 2)[1]).isBetween(0.0, .001).isNotZero();
    }

    @Test
    void shouldForgetWhatNoLongerFollows() {
        Successions successions = new Successions();
        for (int t = 0; t < 4_000; t++) {
            successions.learn(0, 1, 2);
        }
        for (int t = 0; t < 40_000; t++) {
            successions.learn(0, 1, 3);
        }
        assertThat(after(successions, 0, 1)[2]).isLessThan(.01);
    }

    @Test
    void shouldKeepABoundedNumberOfCounts() {
        Successions successions = new Successions();
        for (int t = 0; t < 40_000; t++) {
            successions.learn(t % 900, t * 31 % 1_000, t * 17 % 1_000);
        }
        assertThat(successions.counts().length).isLessThanOrEqualTo(Successions.MOST_COUNTS * Successions.WIDTH);
    }

    @Test
    void shouldGoOnFromItsCounts() {
        Successions successions = random(10_000);
        Successions read = Successions.of(successions.counts(), CLASSES);
        Successions copy = successions.copy();
        for (int t = 0; t < 10_000; t++) {
            int next = t * t % CLASSES;
            successions.learn(t % 3, t % 4, next);
            read.learn(t % 3, t % 4, next);
        }
        assertThat(read).isEqualTo(successions);
        assertThat(copy).isNotEqualTo(successions).isEqualTo(random(10_000));
    }

    @Test
    void shouldRefuseCountsThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> Successions.of(new int[] {0, CLASSES, 1}, CLASSES));
        assertThatIllegalArgumentException().isThrownBy(() -> Successions.of(new int[] {0, 1}, CLASSES));
        assertThatIllegalArgumentException().isThrownBy(() -> Successions.of(new int[] {-1, 1, 1}, CLASSES));
        assertThatIllegalArgumentException().isThrownBy(() -> Successions.of(new int[] {0, 1, 0}, CLASSES));
    }
}
