package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.bench.InterleavedRounds.Plan;
import io.streamgauge.app.bench.InterleavedRounds.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class InterleavedRoundsTest {
    private static final Plan SHORT = new Plan(0, 5, 3, 0);

    @Test
    void shouldTakeTheMiddleValueAsTheMedian() {
        assertThat(InterleavedRounds.median(new double[] {9, 1, 2})).isEqualTo(2);
        assertThat(InterleavedRounds.median(new double[] {9, 1, 2, 4})).isEqualTo(3);
    }

    @Test
    void shouldGiveRatiosToTheFirst() {
        List<Timing> timings = new InterleavedRounds(SHORT).measure(List.of(() -> pause(1), () -> pause(4)));

        assertThat(timings.get(0).ratio()).isEqualTo(1);
        assertThat(timings.get(0).nanos()).isGreaterThanOrEqualTo(1e6);
        // A pause may take longer on a busy machine, but not shorter; both are as likely to.
        assertThat(timings.get(1).ratio()).isGreaterThan(1);
    }

    @Test
    void shouldTakeTheOperationsInTurns() {
        List<String> calls = new ArrayList<>();
        new InterleavedRounds(SHORT).measure(List.of(() -> note(calls, "a"), () -> note(calls, "b")));

        // Both are batches by themselves: the last round is three of one, then three of the other.
        assertThat(calls.subList(calls.size() - 6, calls.size())).containsExactly("a", "a", "a", "b", "b", "b");
        assertThat(calls.subList(calls.size() - 12, calls.size() - 6)).containsExactly("a", "a", "a", "b", "b", "b");
    }

    private static void note(List<String> calls, String name) {
        calls.add(name);
        pause(1);
    }

    private static void pause(int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
