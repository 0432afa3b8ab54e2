package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values a minute, of which a block's mean is noise of deviation 1/√12 around a level. */
class StepSurpriseTest {

    private static final double A_MONTH = 43_200;
    private static final double ONE_A_MONTH = 1 / A_MONTH;
    private static final double NOISE = 1 / Math.sqrt(TargetSurprise.BLOCK);
    private static final int WARM = 1_000;
    private static final int HOURS = 40;

    private final Random random = new Random(11);
    private final StepSurprise steps = new StepSurprise();
    private double mean;
    private long blocks;
    private boolean weekend;

    @Test
    void shouldFindAStepOfTwiceTheNoise() {
        alarms(0, WARM);
        assertThat(alarms(2, HOURS)).isEqualTo(1);
    }

    @Test
    void shouldTellAStepOnceAndItsEndNotAtAll() {
        alarms(0, WARM);
        assertThat(alarms(-3, HOURS) + alarms(0, HOURS)).isEqualTo(1);
    }

    @Test
    void shouldTellTheNextStep() {
        alarms(0, WARM);
        alarms(3, HOURS);
        alarms(0, 10 * HOURS);
        assertThat(alarms(3, HOURS)).isEqualTo(1);
    }

    @Test
    void shouldTellNoStepThatSomethingElseHasTold() {
        alarms(0, WARM);
        steps.alarmed();
        assertThat(alarms(3, HOURS)).isZero();
    }

    @Test
    void shouldSayNothingWhereAWeekendMayBeTheCause() {
        alarms(0, WARM);
        weekend = true;
        assertThat(alarms(3, HOURS)).isZero();
    }

    @Test
    void shouldSayNothingOfAStepInAPause() {
        alarms(0, WARM);
        steps.forget();
        assertThat(alarms(3, HOURS)).isZero();
    }

    @Test
    void shouldTakeAsManyMissingValuesAsABlockHasForAPause() {
        alarms(0, WARM);
        missing(TargetSurprise.BLOCK);
        assertThat(alarms(3, HOURS)).isZero();
    }

    @Test
    void shouldGoOnWhereFewerValuesAreMissing() {
        alarms(0, WARM);
        missing(TargetSurprise.BLOCK - 1);
        steps.pass();
        missing(1);
        assertThat(alarms(3, HOURS)).isEqualTo(1);
    }

    private void missing(int values) {
        for (int n = 0; n < values; n++) {
            steps.missing();
        }
    }

    /** Four for one: its share of the allowed alarms is a fifth, and half of a key's allowance is hardly ever used. */
    @Test
    void shouldRaiseSomeAlarmsForEachThatIsAllowedInNoise() {
        int months = 50;
        int alarms = alarms(0, (int) (months * A_MONTH / TargetSurprise.BLOCK));
        assertThat(alarms).isBetween(months, 5 * months);
    }

    /** How often the score is above 1 in so many blocks. */
    private int alarms(double level, int count) {
        int alarms = 0;
        for (int n = 0; n < count; n++) {
            double next = level + NOISE * random.nextGaussian();
            steps.block(next - mean, 1, weekend);
            mean = next;
            if (steps.score(ONE_A_MONTH) >= 1) {
                alarms++;
                steps.alarmed();
            }
            steps.learn(blocks);
            steps.pass();
            blocks++;
        }
        return alarms;
    }
}
