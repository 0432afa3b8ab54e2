package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that stop are found, by what the others have reached or by the clock, and nobody else is. */
class SilenceWatchTest {

    private static final long MINUTE = 60_000;
    private static final double LIMIT = 3.5;

    private final SilenceWatch watch = new SilenceWatch();

    @Test
    void shouldFindAKeyThatStopsByWhatOthersHaveReached() {
        for (int minute = 0; minute < 10; minute++) {
            all(minute, "a", "b", "c");
        }
        int found = 0;
        for (int minute = 10; found == 0; minute++) {
            all(minute, "b", "c");
            found = keys(watch.silentByEventTime()).contains("a") ? minute : 0;
        }
        assertThat(found)
                .as("within 3 intervals of the first value that is missing, at 10")
                .isBetween(12, 13);
        all(20, "b", "c");
        assertThat(keys(watch.silentByEventTime())).as("once only").isEmpty();
        all(21, "a", "b", "c");
        all(25, "b", "c");
        assertThat(keys(watch.silentByEventTime()))
                .as("again, after it has resumed")
                .containsExactly("a");
    }

    @Test
    void shouldNotBelieveASingleKeyThatRunsAhead() {
        for (int minute = 0; minute < 10; minute++) {
            all(minute, "a", "b");
        }
        all(60, "c");
        assertThat(watch.silentByEventTime()).isEmpty();
    }

    @Test
    void shouldFindByTheClockThatAWholeTopicHasStoppedUnlessSomethingWaits() {
        for (int minute = 0; minute < 10; minute++) {
            all(minute, "a", "b");
        }
        long last = 9 * MINUTE;
        assertThat(watch.silentByClock(last + 3 * MINUTE, true)).isEmpty();
        assertThat(watch.silentByClock(last + 4 * MINUTE, false)).as("we lag").isEmpty();
        assertThat(watch.silentByClock(last + 4 * MINUTE, true))
                .as("at the event time that the clock says")
                .containsExactly(
                        new SilenceWatch.Silent("a", last + 4 * MINUTE),
                        new SilenceWatch.Silent("b", last + 4 * MINUTE));
        assertThat(watch.silentByClock(last + 5 * MINUTE, true)).as("once only").isEmpty();
    }

    @Test
    void shouldGiveAKeyThatHasNotComeSinceTheStartItsTimeAgain() {
        long stored = 10 * MINUTE;
        long start = 100 * MINUTE;
        watch.resumed("a", 0, stored, start, 50, MINUTE, LIMIT);
        assertThat(watch.silentByClock(start + 3 * MINUTE, true)).isEmpty();
        assertThat(watch.silentByClock(start + 4 * MINUTE, true))
                .as("by the time since it arrived, not since the start")
                .containsExactly(new SilenceWatch.Silent("a", start + 4 * MINUTE - stored));
    }

    @Test
    void shouldFindAKeyThatStoppedBeforeTheStartByWhatOthersReach() {
        watch.resumed("a", 0, 0, 0, 50, MINUTE, LIMIT);
        all(10, "b", "c");
        assertThat(keys(watch.silentByEventTime())).containsExactly("a");
    }

    @Test
    void shouldNotTakeTheTimeThatTheProcessWasAwayForAPauseOfTheKey() {
        watch.resumed("a", 0, 0, 0, 50, MINUTE, LIMIT);
        watch.arrived("a", MINUTE, 1_000 * MINUTE, MINUTE, LIMIT);
        assertThat(keys(watch.silentByClock(1_004 * MINUTE, true))).containsExactly("a");
    }

    @Test
    void shouldFindAKeyAgainWhenItsExcuseIsOver() {
        for (int minute = 0; minute < 10; minute++) {
            all(minute, "a", "b", "c");
        }
        all(15, "b", "c");
        assertThat(keys(watch.silentByEventTime())).containsExactly("a");
        watch.excuse("a", 30 * MINUTE);
        all(30, "b", "c");
        assertThat(watch.silentByEventTime()).as("excused").isEmpty();
        all(31, "b", "c");
        assertThat(keys(watch.silentByEventTime())).containsExactly("a");
        assertThat(watch.silentByEventTime()).as("once only").isEmpty();
    }

    @Test
    void shouldFindAKeyAgainByTheClockWhenItsExcuseIsOver() {
        for (int minute = 0; minute < 10; minute++) {
            all(minute, "a");
        }
        assertThat(keys(watch.silentByClock(15 * MINUTE, true))).containsExactly("a");
        watch.excuse("a", 30 * MINUTE);
        assertThat(watch.silentByClock(30 * MINUTE, true)).as("excused").isEmpty();
        assertThat(keys(watch.silentByClock(31 * MINUTE, true))).containsExactly("a");
    }

    private static List<String> keys(List<SilenceWatch.Silent> silent) {
        return silent.stream().map(SilenceWatch.Silent::key).toList();
    }

    @Test
    void shouldWaitLongerByTheClockForWhatArrivesInHeaps() {
        long now = 0;
        for (int heap = 0; heap < 10; heap++) {
            for (int n = 0; n < 60; n++) {
                long time = (heap * 60L + n) * MINUTE;
                watch.arrived("a", time, now, MINUTE, LIMIT);
                watch.arrived("b", time, now, MINUTE, LIMIT);
            }
            now += 60 * MINUTE;
        }
        assertThat(watch.silentByClock(now - 60 * MINUTE + 50 * MINUTE, true)).isEmpty();
    }

    @Test
    void shouldGrowUsedToAKeyThatOftenPauses() {
        PauseHabit habit = new PauseHabit();
        long day = 1440 * MINUTE;
        int silences = 0;
        for (int night = 1; night <= 30; night++) {
            if (480 > habit.limit(LIMIT, night * day)) {
                silences++;
                habit.exceeded(480, LIMIT, night * day);
            }
        }
        // Four are no habit yet; then the limit grows fourfold at a time, from 3 past 480, while it fades.
        assertThat(silences).as("nights that were an alert").isBetween(4, 12);
        assertThat(habit.limit(LIMIT, 30 * day)).isGreaterThan(480);
        assertThat(habit.limit(LIMIT, 365 * day)).as("a year without one later").isEqualTo(LIMIT);
    }

    @Test
    void shouldNotGrowUsedToASilenceOrTwoAMonth() {
        PauseHabit habit = new PauseHabit();
        for (int n = 1; n <= 12; n++) {
            habit.exceeded(100, LIMIT, n * 20 * 1440 * MINUTE);
        }
        assertThat(habit.limit(LIMIT, 240 * 1440 * MINUTE)).isEqualTo(LIMIT);
    }

    private void all(int minute, String... keys) {
        for (String key : keys) {
            watch.arrived(key, minute * MINUTE, minute * MINUTE, MINUTE, LIMIT);
        }
    }
}
