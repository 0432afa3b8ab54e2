package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.app.bench.NoisyAutomaton.Event;
import io.streamgauge.app.bench.NoisyAutomaton.Fault;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The generated process, and the tally of what is found of its faults. */
class NoisyAutomatonTest {

    private static final int EVENTS = 50_000;
    /** 5 of 6 events are steps, right unless retried or on another way; echoes unless retried or changed. */
    private static final double POSSIBLE = (.95 - .06) * 5 / 6 + .95 * .94 / 6;

    private static double possible(NoisyAutomaton process) {
        int right = 0;
        for (int t = 0; t < EVENTS; t++) {
            Event event = process.next();
            right += event.category().equals(event.likeliest()) ? 1 : 0;
        }
        return right / (double) EVENTS;
    }

    @Test
    void shouldBeForetoldAsOftenAsItsProbabilitiesSay() {
        NoisyAutomaton process = new NoisyAutomaton(1);
        assertThat(possible(process)).isCloseTo(POSSIBLE, within(.01));
        process.drift();
        assertThat(possible(process)).isCloseTo(POSSIBLE, within(.01));
    }

    @Test
    void shouldSayHowProbableEachEventWas() {
        NoisyAutomaton process = new NoisyAutomaton(3);
        Map<Double, Integer> events = new TreeMap<>();
        for (int t = 0; t < EVENTS; t++) {
            Event event = process.next();
            events.merge(event.probability(), 1, Integer::sum);
        }
        // 7 kinds that an echo is not: each has its own probability, and one of them comes with all of theirs.
        assertThat(events).containsOnlyKeys(.95 * .06 / 7, .05, .06, .95 * .94, 1 - .05 - .06);
        assertThat(events.getOrDefault(.05, 0) / (double) EVENTS).isCloseTo(.05, within(.005));
        assertThat(events.getOrDefault(.95 * .06 / 7, 0) / (double) EVENTS).isCloseTo(.95 * .06 / 6, within(.002));
    }

    @Test
    void shouldLetWhoKnowsItFindEveryFault() {
        NoisyAutomaton process = new NoisyAutomaton(4);
        OracleTally oracle = new OracleTally();
        for (int t = 0; t < EVENTS; t++) {
            oracle.add(t % 97 == 0 && process.admitsFault() ? process.fault() : process.next(), true);
        }
        assertThat(oracle.best().f1()).isEqualTo(1);
    }

    @Test
    void shouldMakeFaultsThatTheProcessDoesNotMake() {
        NoisyAutomaton process = new NoisyAutomaton(2);
        for (int t = 0; t < 1_000; t++) {
            if (process.admitsFault()) {
                Event fault = process.fault();
                assertThat(fault.fault()).isNotNull();
                assertThat(fault.category()).isNotEqualTo(fault.likeliest());
                assertThat(fault.probability()).isZero();
            } else {
                process.next();
            }
        }
    }

    @Test
    void shouldTellFaultsFoundFromFaultsMissedAndFalseAlarms() {
        FaultTally tally = new FaultTally();
        score(tally, Fault.UNKNOWN_EVENT, 2, .5);
        calm(tally);
        score(tally, Fault.MISSING_STEP, .5, .5, .5, 1.5);
        calm(tally);
        score(tally, Fault.WRONG_ORDER, .5, .5, .5, .5, .5);
        calm(tally);
        score(tally, null, 3, 2);
        calm(tally);
        tally.add(null, 2, false);
        assertThat(tally.recall()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(tally.precision()).isCloseTo(2 / 4.0, within(1e-9));
        assertThat(tally.f1()).isCloseTo(4 / 7.0, within(1e-9));
        assertThat(tally.recall(Fault.WRONG_ORDER)).isZero();
        assertThat(tally.recall(Fault.MISSING_STEP)).isEqualTo(1);
        assertThat(tally.precision(Fault.MISSING_STEP)).isEqualTo(.5);
        assertThat(tally.precision(Fault.UNKNOWN_EVENT)).isEqualTo(.5);
        assertThat(tally.falseAlarms()).isEqualTo(2);
    }

    private static void calm(FaultTally tally) {
        for (int t = 0; t < 20; t++) {
            tally.add(null, 0, true);
        }
    }

    private static void score(FaultTally tally, @Nullable Fault fault, double... scores) {
        for (int i = 0; i < scores.length; i++) {
            tally.add(i == 0 ? fault : null, scores[i], true);
        }
    }
}
