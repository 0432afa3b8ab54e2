package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.backtest.Reliability;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** The generator's probabilities are those with which its machines fail. */
class FailureProcessTest {
    private static final int WITHIN = 12;
    private static final int STEPS = 400_000;
    /** Four deviations of a tenth's share under the dependence of 12 steps in a row: √(.25·12/40,000)·4 at most. */
    private static final double CHANCE = .035;

    private record Open(int step, double probability, double informed) {}

    @Test
    void shouldFailAsOftenAsItSays() {
        FailureProcess process = new FailureProcess(WITHIN, 11);
        Reliability values = new Reliability();
        Reliability state = new Reliability();
        Deque<Open> open = new ArrayDeque<>();
        for (int i = 0; i < STEPS; i++) {
            FailureProcess.Step step = process.next();
            while (!open.isEmpty() && (step.failed() || i - open.getFirst().step() >= WITHIN)) {
                Open settled = open.removeFirst();
                values.add(settled.probability(), step.failed());
                state.add(settled.informed(), step.failed());
            }
            open.addLast(new Open(i, step.probability(), step.informed()));
        }
        for (Reliability each : new Reliability[] {values, state}) {
            for (Reliability.Bin bin : each.bins()) {
                assertThat(bin.observed()).isCloseTo(bin.forecast(), within(CHANCE));
            }
            assertThat(each.calibrationError()).isLessThan(.005);
        }
        assertThat(state.brier()).as("the state says more than the values").isLessThan(values.brier());
        assertThat(values.brier()).as("and they say something").isLessThan(.8 * values.brierOfBaseRate());
    }

    @Test
    void shouldDependOnItsSeedAlone() {
        FailureProcess one = new FailureProcess(WITHIN, 3);
        FailureProcess same = new FailureProcess(WITHIN, 3);
        for (int i = 0; i < 500; i++) {
            assertThat(one.next()).isEqualTo(same.next());
        }
    }
}
