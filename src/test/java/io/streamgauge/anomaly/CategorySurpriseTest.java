package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events of a network that is right, and of one whose key surprises. */
class CategorySurpriseTest {

    private static final double ALLOWED = 1e-3;
    private static final double SELDOM = 1e-5;
    private static final int LEARNING = 1_500;
    private static final int EVENTS = 60_000;

    /** How usual events are of a calibrated network: at most α in a share α of them, of seldom ones less often still. */
    private static double draw(Random random) {
        double u = random.nextDouble();
        return u < .1 ? u < .01 ? u < .0005 ? .0005 : .01 : .1 : 1;
    }

    @Test
    void shouldPassOneAboutAsOftenAsIsAllowed() {
        CategorySurprise surprise = new CategorySurprise();
        CategoryScore score = new CategoryScore();
        Random random = new Random(1);
        int alarms = 0;
        boolean above = false;
        for (int t = 0; t < EVENTS; t++) {
            surprise.score(draw(random), t, ALLOWED, score);
            alarms += score.score > 1 && !above ? 1 : 0;
            above = score.score > 1;
        }
        // The rate of what the process does more seldom than allowed is as good; three times the allowed one is not.
        assertThat(alarms / (double) EVENTS).isLessThan(3 * ALLOWED);
    }

    @Test
    void shouldFindWhatTheNetworkThoughtAllButImpossible() {
        CategorySurprise surprise = new CategorySurprise();
        CategoryScore score = new CategoryScore();
        Random random = new Random(2);
        for (int t = 0; t < EVENTS; t++) {
            surprise.score(draw(random), t, ALLOWED, score);
        }
        assertThat(score.score).isLessThan(1);
        surprise.score(1e-7, EVENTS, ALLOWED, score);
        assertThat(score.score).isGreaterThan(1);
        assertThat(score.alertScore).isEqualTo(score.score);
        assertThat(score.grade).isBetween(0.0, 1.0).isNotZero();
        assertThat(score.since).isEqualTo(EVENTS);
        surprise.score(.9, EVENTS + 1, ALLOWED, score);
        assertThat(score.alertScore).isZero();
    }

    @Test
    void shouldSayNothingBeforeItKnowsWhatIsUsual() {
        CategorySurprise surprise = new CategorySurprise();
        CategoryScore score = new CategoryScore();
        surprise.score(Double.NaN, 0, ALLOWED, score);
        assertThat(score.score).isZero();
        for (int t = 0; t < 100; t++) {
            surprise.score(1e-9, t, ALLOWED, score);
            assertThat(score.score).isZero();
        }
    }

    /** What surprised while the network knew nothing is not what surprises later. */
    @Test
    void shouldForgetWhatSurprisedWhileTheNetworkLearned() {
        CategorySurprise surprise = new CategorySurprise();
        CategoryScore score = new CategoryScore();
        Random random = new Random(3);
        for (int t = 0; t < EVENTS; t++) {
            surprise.score(t < LEARNING ? 1e-6 : draw(random), t, SELDOM, score);
        }
        surprise.score(1e-6, EVENTS, SELDOM, score);
        assertThat(score.score).isGreaterThan(1);
    }
}
