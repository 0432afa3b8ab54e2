package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.example.Lcg;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
    /** Rates of at most 0.1, written with twelve digits; PyTorch chains its factors step by step. */
    private static final double TOLERANCE = 1e-12;

    private static final int STEPS = 40;

    private final TorchVectors vectors = new TorchVectors("schedules.txt");

    @Test
    void shouldStayConstant() {
        var schedule = new ConstantRate(0.3);
        assertThat(schedule.rate(0)).isEqualTo(0.3);
        assertThat(schedule.rate(Long.MAX_VALUE)).isEqualTo(0.3);
        assertThat(schedule.observe(5)).isSameAs(schedule);
    }

    @Test
    void shouldFallAlongTheCosineOfPyTorchAndStayAtItsEnd() {
        var schedule = new CosineRate(0.1, 0.01, STEPS);
        requireRates(schedule, vectors.get("cosine"));
        assertThat(schedule.rate(0)).isEqualTo(0.1);
        assertThat(schedule.rate(STEPS)).isEqualTo(0.01);
        assertThat(schedule.rate(2 * STEPS)).isEqualTo(0.01);
        assertThat(schedule.observe(5)).isSameAs(schedule);
    }

    @Test
    void shouldRiseAsThatOfPyTorchDoes() {
        requireRates(new WarmUpRate(8, new ConstantRate(0.1)), vectors.get("warm-up"));
    }

    @Test
    void shouldBeginTheNextScheduleAfterTheRise() {
        var next = new CosineRate(0.1, 0, 10);
        var schedule = new WarmUpRate(4, next);
        assertThat(schedule.rate(0)).isEqualTo(0.025);
        assertThat(schedule.rate(3)).isEqualTo(0.1);
        assertThat(schedule.rate(4)).isEqualTo(0.1);
        assertThat(schedule.rate(9)).isEqualTo(next.rate(5)).isCloseTo(0.05, within(1e-15));
        assertThat(schedule.rate(14)).isZero();
    }

    @Test
    void shouldReduceWhereThatOfPyTorchDoes() {
        LearningRateSchedule schedule = new PlateauRate(new PlateauSettings(0.1, 0.5, 3, 1e-2, 2, 0.01));
        double[] expected = vectors.get("plateau");
        var noise = new Lcg(5);
        for (int step = 0; step < STEPS; step++) {
            assertThat(schedule.rate(step)).as("step %d", step).isCloseTo(expected[step], within(TOLERANCE));
            schedule = schedule.observe(Math.max(0.5, 1 - 0.1 * step) + noise.next(0.02f));
        }
    }

    @Test
    void shouldBearAsManyLossesWithoutImprovementAsItsPatienceAllows() {
        PlateauRate schedule = new PlateauRate(new PlateauSettings(1, 0.5, 2, 0.1, 0, 0.3))
                .observe(10)
                .observe(9.5)
                .observe(Double.NaN);
        assertThat(schedule.state()).isEqualTo(new PlateauState(1, 10, 2, 0));
        assertThat(schedule.observe(8.9).state()).isEqualTo(new PlateauState(1, 8.9, 0, 0));
        // 9 is not below 10 · (1 − 0.1).
        schedule = schedule.observe(9);
        assertThat(schedule.state()).isEqualTo(new PlateauState(0.5, 10, 0, 0));
        assertThat(schedule.observe(10).observe(10).observe(10).rate(0)).isEqualTo(0.3);
    }

    @Test
    void shouldNotCountWhileCoolingDown() {
        var schedule = new PlateauRate(new PlateauSettings(1, 0.5, 0, 0, 2, 0))
                .observe(1)
                .observe(1);
        assertThat(schedule.state()).isEqualTo(new PlateauState(0.5, 1, 0, 2));
        assertThat(schedule.observe(1).state()).isEqualTo(new PlateauState(0.5, 1, 0, 1));
        assertThat(schedule.observe(0.5).state()).isEqualTo(new PlateauState(0.5, 0.5, 0, 1));
        assertThat(schedule.observe(1).observe(1).state()).isEqualTo(new PlateauState(0.5, 1, 0, 0));
        assertThat(schedule.observe(1).observe(1).observe(1).rate(0)).isEqualTo(0.25);
    }

    @Test
    void shouldNotMakeAChangeThatIsNone() {
        var settings = new PlateauSettings(1.5e-8, 0.5, 0, 0, 0, 0);
        assertThat(new PlateauRate(settings).observe(1).observe(1).rate(0)).isEqualTo(1.5e-8);
        var justTooSmall = new PlateauSettings(2e-8, 0.5, 0, 0, 0, 0);
        assertThat(new PlateauRate(justTooSmall).observe(1).observe(1).rate(0)).isEqualTo(2e-8);
        var larger = new PlateauSettings(3e-8, 0.5, 0, 0, 0, 0);
        assertThat(new PlateauRate(larger).observe(1).observe(1).rate(0)).isEqualTo(1.5e-8);
    }

    @Test
    void shouldPassLossesOnToThePlateauBehindTheWarmUp() {
        LearningRateSchedule schedule = new WarmUpRate(2, new PlateauRate(new PlateauSettings(1, 0.5, 0, 0, 0, 0)));
        assertThat(schedule.observe(1).observe(1).rate(5)).isEqualTo(0.5);
        assertThat(schedule.rate(5)).isEqualTo(1);
    }

    @Test
    void shouldHaveTheDefaultsOfPyTorch() {
        assertThat(PlateauSettings.startingAt(0.3)).isEqualTo(new PlateauSettings(0.3, 0.1, 10, 1e-4, 0, 0));
    }

    @Test
    void shouldRejectConstantsThatMakeNoSchedule() {
        assertThatThrownBy(() -> new ConstantRate(0)).hasMessage("rate is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new WarmUpRate(0, new ConstantRate(1)))
                .hasMessage("warmUpSteps is 0, must be at least 1");
        assertThatThrownBy(() -> new CosineRate(0, 0, 1)).hasMessage("start is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new CosineRate(1, -1, 1)).hasMessage("end is -1.0, must be at least 0 and finite");
        assertThatThrownBy(() -> new CosineRate(1, 2, 1)).hasMessage("end is 2.0, must be at most start, which is 1.0");
        assertThatThrownBy(() -> new CosineRate(1, 0, 0)).hasMessage("steps is 0, must be at least 1");
        assertThat(new CosineRate(1, 1, 1).rate(0)).isEqualTo(1);
        assertThatThrownBy(() -> new PlateauSettings(0, 0.1, 1, 0, 0, 0))
                .hasMessage("start is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new PlateauSettings(1, 1, 1, 0, 0, 0))
                .hasMessage("factor is 1.0, must be at least 0 and below 1");
        assertThatThrownBy(() -> new PlateauSettings(1, 0.1, -1, 0, 0, 0))
                .hasMessage("patience is -1, must be at least 0");
        assertThatThrownBy(() -> new PlateauSettings(1, 0.1, 1, 1, 0, 0))
                .hasMessage("threshold is 1.0, must be at least 0 and below 1");
        assertThatThrownBy(() -> new PlateauSettings(1, 0.1, 1, 0, -1, 0))
                .hasMessage("coolDown is -1, must be at least 0");
        assertThatThrownBy(() -> new PlateauSettings(1, 0.1, 1, 0, 0, -1))
                .hasMessage("least is -1.0, must be at least 0 and finite");
    }

    private static void requireRates(LearningRateSchedule schedule, double[] expected) {
        assertThat(expected).hasSize(STEPS);
        for (int step = 0; step < STEPS; step++) {
            assertThat(schedule.rate(step)).as("step %d", step).isCloseTo(expected[step], within(TOLERANCE));
        }
    }
}
