package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Surprisals of a network that is right, and of one whose key surprises. */
class CategorySurpriseTest {

    private static final double ALLOWED = 1e-3;
    private static final int EVENTS = 60_000;

    /** A calibrated network over equally many categories of each of some probabilities: the surprisal of what is drawn. */
    private static double draw(Random random) {
        double u = random.nextDouble();
        return u < .9 ? -Math.log(.9) : u < .99 ? -Math.log(.09) : u < .9995 ? -Math.log(.0095) : -Math.log(.0005);
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
        surprise.score(-Math.log(1e-7), EVENTS, ALLOWED, score);
        assertThat(score.score).isGreaterThan(1);
        assertThat(score.alertScore).isEqualTo(score.score);
        assertThat(score.grade).isBetween(0.0, 1.0).isNotZero();
        assertThat(score.since).isEqualTo(EVENTS);
        surprise.score(-Math.log(.9), EVENTS + 1, ALLOWED, score);
        assertThat(score.alertScore).isZero();
    }

    @Test
    void shouldSayNothingBeforeItKnowsWhatIsUsual() {
        CategorySurprise surprise = new CategorySurprise();
        CategoryScore score = new CategoryScore();
        surprise.score(Double.NaN, 0, ALLOWED, score);
        assertThat(score.score).isZero();
        for (int t = 0; t < 100; t++) {
            surprise.score(20, t, ALLOWED, score);
            assertThat(score.score).isZero();
        }
    }
}
