package io.streamgauge.wire.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregatorTest {

    private static final long MINUTE = 60_000;
    private static final long GRACE = 30_000;
    private static final int MANY = 1_000_000;

    private final MemoryShelf shelf = new MemoryShelf();
    private final AtomicInteger resets = new AtomicInteger();
    private final List<String> told = new ArrayList<>();

    private static BucketSpec spec(long fill, Aggregate... aggregates) {
        return new BucketSpec(
                MINUTE,
                GRACE,
                fill,
                List.of(aggregates),
                Arrays.stream(aggregates).map(unused -> "/v").toList(),
                false);
    }

    private Aggregator aggregator(BucketSpec spec) {
        return new Aggregator(spec, shelf, MANY, resets::incrementAndGet);
    }

    /** Ids are spread as hashes are. */
    private static BucketEvent event(long time, double number, int targets) {
        double[] numbers = new double[targets];
        Arrays.fill(numbers, number);
        OptionalLong[] ids = new OptionalLong[targets];
        Arrays.fill(ids, OptionalLong.of(new SplittableRandom((long) number).nextLong()));
        return new BucketEvent(time, numbers, ids);
    }

    private void take(Aggregator aggregator, String key, long time, double number) throws RejectedEventException {
        aggregator.take(0, key.getBytes(StandardCharsets.UTF_8), event(time, number, 1), time);
        close(aggregator, MANY);
    }

    private void close(Aggregator aggregator, int most) {
        aggregator.close(
                0,
                most,
                bucket -> told.add(new String(bucket.key(), StandardCharsets.UTF_8) + "@" + bucket.time() / MINUTE + "="
                        + Arrays.stream(bucket.values())
                                .mapToObj(Double::toString)
                                .collect(Collectors.joining(","))));
    }

    @Test
    void shouldTellOnceOfEveryBucketWhenEventTimeHasPassedItsGrace() throws RejectedEventException {
        Aggregator counts = aggregator(spec(10 * MINUTE, Aggregate.COUNT));
        take(counts, "a", 0, 1);
        take(counts, "a", MINUTE - 1, 1);
        take(counts, "a", MINUTE + GRACE - 1, 1);
        assertThat(told).isEmpty();
        take(counts, "a", MINUTE + GRACE, 1);
        assertThat(told).containsExactly("a@0=2.0");
        take(counts, "a", 2 * MINUTE + GRACE, 1);
        assertThat(told).containsExactly("a@0=2.0", "a@1=2.0");
    }

    @Test
    void shouldTakeWhatIsLateWithinTheGraceAndRefuseWhatIsLater() throws RejectedEventException {
        Aggregator counts = aggregator(spec(10 * MINUTE, Aggregate.COUNT));
        take(counts, "a", MINUTE + GRACE - 1, 1);
        take(counts, "b", 5, 1);
        take(counts, "a", MINUTE + GRACE, 1);
        assertThat(told).containsExactly("b@0=1.0");
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> take(counts, "b", MINUTE - 1, 1))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.LATE));
        take(counts, "b", MINUTE, 1);
    }

    @Test
    void shouldTellOfEmptyBucketsOfAQuietKeyUntilItIsGivenUp() throws RejectedEventException {
        Aggregator counts = aggregator(spec(2 * MINUTE, Aggregate.COUNT));
        take(counts, "a", 0, 1);
        take(counts, "b", 10 * MINUTE, 1);
        assertThat(told).containsExactly("a@0=1.0", "a@1=0.0", "a@2=0.0");
        take(counts, "b", 12 * MINUTE, 1);
        assertThat(told.subList(3, told.size())).containsExactly("b@10=1.0");
        assertThat(shelf.size()).as("the clock and b").isEqualTo(2);
        take(counts, "a", 14 * MINUTE, 1);
        take(counts, "b", 16 * MINUTE, 1);
        assertThat(told).contains("a@14=1.0").doesNotContain("a@12=0.0", "a@13=0.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, MANY})
    void shouldFillAGapNoLongerThanItIsToldToWhoeverAsksWhen(int slice) throws RejectedEventException {
        Aggregator counts = aggregator(spec(3 * MINUTE, Aggregate.COUNT));
        counts.take(0, new byte[] {'a'}, event(0, 1, 1), 0);
        counts.take(0, new byte[] {'a'}, event(120 * MINUTE, 1, 1), 0);
        counts.take(0, new byte[] {'a'}, event(122 * MINUTE, 1, 1), 0);
        for (int turn = 0; turn < 20; turn++) {
            close(counts, slice);
        }
        assertThat(told).containsExactly("a@0=1.0", "a@1=0.0", "a@2=0.0", "a@3=0.0", "a@120=1.0");
    }

    @Test
    void shouldPassOverALongStretchOfTimeInWhichNothingWas() throws RejectedEventException {
        Aggregator counts = aggregator(spec(2 * MINUTE, Aggregate.COUNT));
        long now = 30_000_000 * MINUTE;
        take(counts, "clock-unset", 0, 1);
        for (int key = 0; key < 50; key++) {
            counts.take(0, ("k" + key).getBytes(StandardCharsets.UTF_8), event(now, 1, 1), key);
        }
        take(counts, "k0", now + 2 * MINUTE, 1);
        for (int turn = 0; turn < 10; turn++) {
            close(counts, 100);
        }
        assertThat(told).contains("clock-unset@0=1.0", "k7@30000000=1.0").hasSize(3 + 50);
    }

    @Test
    void shouldRefuseWhatFallsIntoABucketThatAShorterGraceHasClosed() throws RejectedEventException {
        take(aggregator(spec(0, Aggregate.COUNT)), "a", 0, 1);
        take(aggregator(spec(0, Aggregate.COUNT)), "a", 3 * MINUTE, 1);
        assertThat(told).containsExactly("a@0=1.0");
        Aggregator longer =
                aggregator(new BucketSpec(MINUTE, 10 * MINUTE, 0, List.of(Aggregate.COUNT), List.of("/v"), false));
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> take(longer, "b", MINUTE, 1))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.LATE));
        take(longer, "b", 2 * MINUTE, 1);
        take(longer, "c", 60 * MINUTE, 1);
        assertThat(told).contains("b@2=1.0", "a@3=1.0");
    }

    @Test
    void shouldSayNothingOfAnEmptyBucketWithoutAValue() throws RejectedEventException {
        Aggregator means = aggregator(spec(60 * MINUTE, Aggregate.MEAN));
        take(means, "a", 0, 3);
        take(means, "a", 5 * MINUTE, 5);
        take(means, "a", 7 * MINUTE, 5);
        assertThat(told).containsExactly("a@0=3.0", "a@5=5.0");
    }

    @Test
    void shouldGiveEveryTargetItsOwnValue() throws RejectedEventException {
        Aggregate[] all = {
            Aggregate.COUNT,
            Aggregate.RATE,
            Aggregate.SUM,
            Aggregate.MEAN,
            Aggregate.MIN,
            Aggregate.MAX,
            Aggregate.DISTINCT
        };
        Aggregator several = aggregator(spec(0, all));
        for (double number : new double[] {4, -2, 4, 6}) {
            several.take(0, new byte[] {'k'}, event(1, number, all.length), 0);
        }
        several.take(0, new byte[] {'l'}, event(5 * MINUTE, 0, all.length), 0);
        close(several, MANY);
        assertThat(told).containsExactly("k@0=4.0," + 4 / 60.0 + ",12.0,3.0,-2.0,6.0,3.0");
    }

    /** Sketches may be wrong by what their classes say, here with three standard errors. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 128, 129, 5_000})
    void shouldEstimateDistinctIdsAndQuantilesInBoundedBytes(int events) throws RejectedEventException {
        Aggregator sketches = aggregator(spec(0, Aggregate.DISTINCT, Aggregate.P95));
        Random random = new Random(3);
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            double number = 1 + random.nextInt(1_000_000);
            numbers.add(number);
            sketches.take(0, new byte[] {'k'}, event(i % MINUTE, number, 2), 0);
        }
        assertThat((long) shelf.largest())
                .isLessThanOrEqualTo(spec(0, Aggregate.DISTINCT, Aggregate.P95).mostBytes());
        double[] values = new double[2];
        sketches.take(0, new byte[] {'l'}, event(5 * MINUTE, 0, 2), 0);
        sketches.close(0, MANY, bucket -> System.arraycopy(bucket.values(), 0, values, 0, 2));
        long distinct = numbers.stream().distinct().count();
        double tolerance = events <= DistinctIds.MOST_EXACT ? 0 : 3 * .016 * distinct;
        assertThat(Math.abs(values[0] - distinct)).isLessThanOrEqualTo(tolerance);
        numbers.sort(Double::compare);
        double quantile = numbers.get((int) Math.ceil(.95 * events) - 1);
        assertThat(Math.abs(values[1] / quantile - 1)).isLessThanOrEqualTo(QuantileSketch.ACCURACY);
    }

    @Test
    void shouldRefuseAKeyTooMany() throws RejectedEventException {
        Aggregator two = new Aggregator(spec(0, Aggregate.COUNT), shelf, 2, resets::incrementAndGet);
        take(two, "a", 0, 1);
        take(two, "b", 0, 1);
        take(two, "a", 1, 1);
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> take(two, "c", 1, 1))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.KEY_LIMIT));
        take(two, "b", 10 * MINUTE, 1);
        take(two, "c", 10 * MINUTE, 1);
    }

    @Test
    void shouldGiveUpBucketsOfOtherSettingsAndGoOn() throws RejectedEventException {
        take(aggregator(spec(0, Aggregate.COUNT)), "a", MINUTE, 1);
        Aggregator others = aggregator(
                new BucketSpec(7 * MINUTE / 2, GRACE, 20 * MINUTE, List.of(Aggregate.SUM), List.of("/v"), false));
        take(others, "a", 8 * MINUTE, 5);
        take(others, "a", 13 * MINUTE, 1);
        assertThat(resets).hasValue(1);
        assertThat(told).containsExactly("a@7=5.0");
    }

    /** Seeded events of 20 keys, partly late: the same as a count by hand, however often and in what slices it is closed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, MANY})
    void shouldCountAsAMapByHandDoesWhateverTheSlices(int slice) {
        BucketSpec spec = spec(3 * MINUTE, Aggregate.COUNT);
        Random random = new Random(11);
        Map<String, Integer> byHand = new TreeMap<>();
        long newest = Long.MIN_VALUE;
        int late = 0;
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            String key = "k" + random.nextInt(20);
            long time = i * 500L - random.nextInt(120_000);
            long start = Math.floorDiv(time, MINUTE) * MINUTE;
            if (newest != Long.MIN_VALUE && start + MINUTE + GRACE <= newest) {
                late++;
            } else {
                byHand.merge(key + "@" + start / MINUTE, 1, Integer::sum);
                newest = Math.max(newest, time);
            }
            try {
                // A new one every time: nothing is remembered beside the shelf.
                aggregator(spec).take(0, key.getBytes(StandardCharsets.UTF_8), event(time, 1, 1), i);
            } catch (RejectedEventException e) {
                refused++;
            }
            close(aggregator(spec), slice);
        }
        long end = newest;
        close(aggregator(spec), MANY);
        assertThat(refused).isEqualTo(late).isPositive();
        byHand.keySet().removeIf(bucket -> minute(bucket) * MINUTE + MINUTE + GRACE > end);
        List<String> expected = byHand.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + (double) entry.getValue())
                .toList();
        assertThat(told.stream().filter(bucket -> !bucket.endsWith("=0.0")).toList())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(told).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(minute(a), minute(b)));
        assertThat(told).anyMatch(bucket -> bucket.endsWith("=0.0"));
    }

    private static long minute(String bucket) {
        return Long.parseLong(bucket.substring(bucket.indexOf('@') + 1).split("=", 2)[0]);
    }
}
