package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A drift is found soon, and not where the losses only go up and down. */
class DriftWatchTest {
    private static final DriftSettings SETTINGS = new DriftSettings(2, 3);

    private DriftWatch watch = new DriftWatch(SETTINGS, DriftState.INITIAL);

    @Test
    void shouldFindARegimeChangeWithinAFewBlocksAndRespondForAsLongAsItIsSet() {
        noisy(100, 1, .1);
        assertThat(watch.boost()).isEqualTo(1);
        int blocks = 0;
        while (!watch.isResponding()) {
            assertThat(blocks++).as("blocks until the change is found").isLessThan(4);
            watch = watch.observe(1.6);
        }
        assertThat(watch.state().drifts()).isOne();
        for (int block = 0; block < 3; block++) {
            assertThat(watch.isResponding()).isTrue();
            assertThat(watch.boost()).isEqualTo(2);
            watch = watch.afterBlock();
        }
        assertThat(watch.isResponding()).isFalse();
        assertThat(watch.afterBlock()).isEqualTo(watch);
    }

    @Test
    void shouldTakeTheNewLevelForGranted() {
        noisy(50, 1, .1);
        for (int i = 0; i < 10 && watch.state().drifts() == 0; i++) {
            watch = watch.observe(1.6);
        }
        noisy(300, 1.6, .1);
        assertThat(watch.state().drifts()).isOne();
    }

    @Test
    void shouldFindNoDriftInNoise() {
        noisy(2_000, 1, .1);
        noisy(2_000, .3, .1);
        assertThat(watch.state().drifts()).as("false alarms in 4,000 losses").isLessThan(4);
    }

    @Test
    void shouldNotMindASingleWildBlock() {
        noisy(50, 1, .1);
        watch = watch.observe(1e9);
        assertThat(watch.state().drifts()).isZero();
    }

    @Test
    void shouldNotMindALossThatFalls() {
        for (int i = 0; i < 200; i++) {
            watch = watch.observe(1 / (1.0 + i));
        }
        assertThat(watch.state().drifts()).isZero();
    }

    @Test
    void shouldWatchLossesBelowZeroLikeOthers() {
        noisy(50, -1, .1);
        for (int i = 0; i < 4; i++) {
            watch = watch.observe(-.4);
        }
        assertThat(watch.state().drifts()).isOne();
    }

    @Test
    void shouldFindNothingWhileItLearnsTheLevel() {
        for (int i = 0; i < DriftWatch.WARM_UP; i++) {
            watch = watch.observe(i);
        }
        assertThat(watch.state().excess()).isZero();
        assertThat(watch.state().drifts()).isZero();
    }

    @Test
    void shouldNotTakeTheRoundingOfEqualLossesForADrift() {
        for (int i = 0; i < 100; i++) {
            watch = watch.observe(1 + 1e-9 * i);
        }
        assertThat(watch.state().drifts()).isZero();
    }

    @Test
    void shouldLeaveALossThatIsNotFiniteAside() {
        noisy(20, 1, .1);
        DriftWatch before = watch;
        assertThat(watch.observe(Double.NaN)).isEqualTo(before);
        assertThat(watch.observe(Double.POSITIVE_INFINITY)).isEqualTo(before);
    }

    @Test
    void shouldRejectSettingsThatAreNoResponse() {
        assertThatThrownBy(() -> new DriftSettings(.5, 1)).hasMessage("boost is 0.5, must be at least 1 and finite");
        assertThatThrownBy(() -> new DriftSettings(2, -1)).hasMessage("blocks is -1, must be at least 0");
    }

    private void noisy(int losses, double level, double deviation) {
        var random = new Random(losses);
        for (int i = 0; i < losses; i++) {
            watch = watch.observe(level + deviation * random.nextGaussian()).afterBlock();
        }
    }
}
