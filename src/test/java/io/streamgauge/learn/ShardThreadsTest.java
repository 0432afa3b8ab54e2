package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test that waits for another thread gives up long after any machine would have answered. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShardThreadsTest {
    /** Longer than a thread looks for work before it goes to sleep. */
    private static final long UNTIL_ASLEEP_MILLIS = 150;

    private static final long MOST_MILLIS = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void shouldRunEveryShardOnceOnOneOfTheThreads(int threads) {
        try (var shards = new ShardThreads(threads)) {
            for (int count : new int[] {0, 1, 2, 3, 8, 17, 2, 0, 9}) {
                var runs = new AtomicIntegerArray(count);
                var ranOn = new AtomicIntegerArray(count);
                shards.run(count, (thread, shard) -> {
                    runs.incrementAndGet(shard);
                    ranOn.set(shard, thread);
                });
                for (int shard = 0; shard < count; shard++) {
                    assertThat(runs.get(shard)).isOne();
                    assertThat(ranOn.get(shard)).isBetween(0, count == 1 ? 0 : threads - 1);
                }
            }
        }
    }

    @Test
    void shouldShareTheWorkWithTheCallersThread() {
        try (var shards = new ShardThreads(3)) {
            AtomicReferenceArray<Thread> ranOn = threads(shards, 3);
            assertThat(ranOn.get(0)).isSameAs(Thread.currentThread());
            assertThat(ranOn.get(1).getName()).isEqualTo("shards-1");
            assertThat(ranOn.get(2).getName()).isEqualTo("shards-2");
            assertThat(ranOn.get(1).isDaemon()).isTrue();
        }
    }

    @Test
    void shouldKeepASingleShardOnTheCallersThread() {
        try (var shards = new ShardThreads(2)) {
            shards.run(
                    1,
                    (thread, shard) ->
                            assertThat(Thread.currentThread().getName()).isNotEqualTo("shards-1"));
        }
    }

    @Test
    void shouldWorkSideBySide() {
        try (var shards = new ShardThreads(2)) {
            var both = new CountDownLatch(2);
            var met = new AtomicInteger();
            shards.run(2, (thread, shard) -> {
                both.countDown();
                if (await(both)) {
                    met.incrementAndGet();
                }
            });
            assertThat(met.get()).isEqualTo(2);
        }
    }

    @Test
    void shouldWakeThreadsThatWentToSleep() {
        try (var shards = new ShardThreads(3)) {
            for (int round = 0; round < 3; round++) {
                sleep();
                var runs = new AtomicInteger();
                shards.run(6, (thread, shard) -> runs.incrementAndGet());
                assertThat(runs.get()).isEqualTo(6);
            }
        }
    }

    @Test
    void shouldWaitForThreadsThatTakeLonger() {
        try (var shards = new ShardThreads(2)) {
            var runs = new AtomicInteger();
            var both = new CountDownLatch(2);
            shards.run(2, (thread, shard) -> {
                both.countDown();
                await(both);
                if (thread == 1) {
                    sleep();
                }
                runs.incrementAndGet();
            });
            assertThat(runs.get()).isEqualTo(2);
        }
    }

    /** Whoever is held up holds up one shard alone. */
    @Test
    void shouldGiveWhatIsLeftToWhoeverIsDone() {
        try (var shards = new ShardThreads(2)) {
            var others = new CountDownLatch(3);
            var ranOn = new AtomicIntegerArray(4);
            var held = new AtomicInteger(-1);
            shards.run(4, (thread, shard) -> {
                ranOn.set(shard, thread);
                if (held.compareAndSet(-1, thread)) {
                    await(others);
                } else {
                    others.countDown();
                }
            });
            assertThat(IntStream.range(0, 4).map(ranOn::get).filter(thread -> thread == held.get()))
                    .hasSize(1);
        }
    }

    /** A thread that wakes up late takes nothing of a turn that is over, and the next turn's work as it is. */
    @Test
    void shouldMixNoTwoTurns() {
        try (var shards = new ShardThreads(3)) {
            for (int turn = 1; turn <= 20_000; turn++) {
                int now = turn;
                var sum = new AtomicInteger();
                shards.run(1 + turn % 5, (thread, shard) -> sum.addAndGet(now));
                assertThat(sum.get()).isEqualTo(now * (1 + turn % 5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldThrowWhatOneThreadThrowsOnceTheOthersAreDoneAndGoOn(int failing) {
        try (var shards = new ShardThreads(3)) {
            var runs = new AtomicInteger();
            assertThatThrownBy(() -> shards.run(3, (thread, shard) -> {
                        if (shard == failing) {
                            throw new IllegalArgumentException("shard " + shard);
                        }
                        sleep();
                        runs.incrementAndGet();
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("shard " + failing);
            assertThat(runs.get()).isEqualTo(2);
            for (int round = 0; round < 3; round++) {
                shards.run(3, (thread, shard) -> runs.incrementAndGet());
                assertThat(runs.get()).isEqualTo(5 + 3 * round);
            }
        }
    }

    @Test
    void shouldFinishItsWorkAndStayInterruptedWhereTheCallerIs() {
        try (var shards = new ShardThreads(2)) {
            var runs = new AtomicInteger();
            Thread caller = Thread.currentThread();
            var both = new CountDownLatch(2);
            shards.run(2, (thread, shard) -> {
                both.countDown();
                await(both);
                if (thread == 1) {
                    sleep();
                    caller.interrupt();
                    sleep();
                }
                runs.incrementAndGet();
            });
            assertThat(runs.get()).isEqualTo(2);
            assertThat(Thread.interrupted()).isTrue();
            shards.run(2, (thread, shard) -> runs.incrementAndGet());
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void shouldNotEndAThreadThatIsInterrupted() {
        try (var shards = new ShardThreads(2)) {
            Thread worker = threads(shards, 2).get(1);
            sleep();
            worker.interrupt();
            sleep();
            assertThat(threads(shards, 2).get(1)).isSameAs(worker);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndItsThreadsWhereItIsClosed(boolean asleep) throws InterruptedException {
        var shards = new ShardThreads(3);
        AtomicReferenceArray<Thread> ranOn = threads(shards, 3);
        if (asleep) {
            sleep();
        }
        assertThat(ranOn.get(1).isAlive()).isTrue();
        shards.close();
        for (int thread = 1; thread < 3; thread++) {
            ranOn.get(thread).join(MOST_MILLIS);
            assertThat(ranOn.get(thread).isAlive()).isFalse();
        }
    }

    @Test
    void shouldRejectLessThanOneThread() {
        assertThatThrownBy(() -> new ShardThreads(0)).hasMessage("threads is 0, must be at least 1");
    }

    /** The threads by their numbers, each of which takes one shard. */
    private static AtomicReferenceArray<Thread> threads(ShardThreads shards, int count) {
        var ranOn = new AtomicReferenceArray<Thread>(count);
        var all = new CountDownLatch(count);
        shards.run(count, (thread, shard) -> {
            ranOn.set(thread, Thread.currentThread());
            all.countDown();
            await(all);
        });
        return ranOn;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(MOST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(UNTIL_ASLEEP_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
