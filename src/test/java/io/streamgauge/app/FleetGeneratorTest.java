package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.app.FleetGenerator.Settings;
import io.streamgauge.wire.SourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetGeneratorTest {
    private static final long SEED = 11;
    private static final int KEYS = 6;
    private static final int DAYS = 12;
    private static final long MINUTE = 60_000;

    /** Values are rounded to four digits, and a difference has two of them. */
    private static final double ROUNDING = 1.01e-4;

    /** Six deviations of a share of a few per cent among 300,000 events. */
    private static final double SHARE_TOLERANCE = 0.0015;

    /** The same for what is lost, which is lost some four at a time. */
    private static final double GAP_TOLERANCE = 0.004;

    private static final Settings CLEAN =
            Settings.demo(SEED).withKeys(KEYS).withAnomaliesPerDay(0).withDelivery(0, 0, 0);
    private static final Settings WITH_ANOMALIES = CLEAN.withAnomaliesPerDay(0.8);

    /** The same fleet with and without anomalies, all else equal. */
    private record Pair(
            Map<String, Map<Long, Double>> usual, Map<String, Map<Long, Double>> seen, List<TrueAnomaly> truth) {
        static Pair generate() {
            FleetGenerator clean = new FleetGenerator(CLEAN);
            FleetGenerator anomalous = new FleetGenerator(WITH_ANOMALIES);
            Map<String, Map<Long, Double>> seen = values(anomalous);
            return new Pair(values(clean), seen, anomalous.anomalies());
        }

        private static Map<String, Map<Long, Double>> values(FleetGenerator generator) {
            long end = CLEAN.start().plus(Duration.ofDays(DAYS)).toEpochMilli();
            Map<String, Map<Long, Double>> values = new HashMap<>();
            for (SourceEvent e = generator.next().event();
                    e.time() < end;
                    e = generator.next().event()) {
                values.computeIfAbsent(e.key(), key -> new HashMap<>()).put(e.time(), e.value());
            }
            return values;
        }

        List<TrueAnomaly> ended(AnomalyKind kind) {
            long end = CLEAN.start().plus(Duration.ofDays(DAYS)).toEpochMilli();
            return truth.stream()
                    .filter(anomaly -> anomaly.kind().equals(kind.text()) && anomaly.until() <= end)
                    .toList();
        }

        double usualAt(String key, long time) {
            return Objects.requireNonNull(usualOf(key).get(time));
        }

        double seenAt(String key, long time) {
            return Objects.requireNonNull(seenOf(key).get(time));
        }

        Map<Long, Double> usualOf(String key) {
            return Objects.requireNonNull(usual.get(key));
        }

        Map<Long, Double> seenOf(String key) {
            return Objects.requireNonNull(seen.get(key));
        }

        /** Differences from the usual, in multiples of σ, over the time of an anomaly. */
        double[] differences(TrueAnomaly anomaly) {
            double sigma = new FleetGenerator(CLEAN).noiseScale(anomaly.key());
            return times(anomaly)
                    .mapToDouble(time -> (seenAt(anomaly.key(), time) - usualAt(anomaly.key(), time)) / sigma)
                    .toArray();
        }

        static Stream<Long> times(TrueAnomaly anomaly) {
            return Stream.iterate(anomaly.from(), time -> time < anomaly.until(), time -> time + MINUTE);
        }
    }

    private static final Pair PAIR = Pair.generate();

    @Test
    void shouldGiveTheSameEventsForTheSameSeed() {
        Settings settings = Settings.demo(SEED);
        assertThat(take(settings, 20_000)).isEqualTo(take(settings, 20_000));
        assertThat(take(settings, 100)).isNotEqualTo(take(Settings.demo(SEED + 1), 100));
    }

    @Test
    void shouldGiveTheStoredEventsOnEveryMachine() {
        List<GeneratedEvent> events = take(Settings.demo(7).withKeys(2), 20_000);
        assertThat(events.subList(0, 4))
                .extracting(generated -> generated.event().value())
                .containsExactly(45.59, 47.3784, 43.8822, 51.0974);
        assertThat(events.stream().map(FleetGeneratorTest::fields).toList().hashCode())
                .isEqualTo(-1882562706);
    }

    /** Fields whose hash codes are fixed by the library's specification. */
    private static List<Object> fields(GeneratedEvent generated) {
        SourceEvent event = generated.event();
        return List.of(event.key(), event.time(), event.value(), generated.late(), generated.duplicate());
    }

    @ParameterizedTest
    @EnumSource(AnomalyKind.class)
    void shouldProduceEveryKind(AnomalyKind kind) {
        assertThat(PAIR.ended(kind)).hasSizeGreaterThan(2);
    }

    @Test
    void shouldBeAsUsualOutsideTheLabels() {
        Map<String, Set<Long>> labelled = new HashMap<>();
        PAIR.truth()
                .forEach(anomaly -> labelled.computeIfAbsent(anomaly.key(), key -> new HashSet<>())
                        .addAll(Pair.times(anomaly).toList()));
        labelled.forEach((key, times) -> {
            Map<Long, Double> usual = new HashMap<>(PAIR.usualOf(key));
            Map<Long, Double> seen = new HashMap<>(PAIR.seenOf(key));
            usual.keySet().removeAll(times);
            seen.keySet().removeAll(times);
            assertThat(seen.equals(usual)).as("%s outside its anomalies", key).isTrue();
            assertThat(usual).hasSizeLessThan(PAIR.usualOf(key).size());
        });
        assertThat(labelled).hasSize(KEYS);
    }

    @Test
    void shouldRaiseASpikeByFourToEightSigma() {
        for (TrueAnomaly spike : PAIR.ended(AnomalyKind.SPIKE)) {
            assertThat(PAIR.differences(spike)).hasSize(1);
            assertThat(Math.abs(PAIR.differences(spike)[0])).isBetween(4 - ROUNDING * 2, 8 + ROUNDING * 2);
        }
    }

    @Test
    void shouldShiftTheLevelForHoursByOneAndAHalfToThreeSigma() {
        for (TrueAnomaly shift : PAIR.ended(AnomalyKind.LEVEL_SHIFT)) {
            double[] differences = PAIR.differences(shift);
            assertThat(differences.length).isBetween(240, 720);
            assertThat(Math.abs(differences[0])).isBetween(1.5 - ROUNDING * 2, 3 + ROUNDING * 2);
            for (double difference : differences) {
                assertThat(difference).isCloseTo(differences[0], within(ROUNDING * 4));
            }
        }
    }

    @Test
    void shouldDriftByATwentiethOfSigmaPerStep() {
        for (TrueAnomaly drift : PAIR.ended(AnomalyKind.DRIFT)) {
            double[] differences = PAIR.differences(drift);
            for (int i = 0; i < differences.length; i++) {
                assertThat(Math.abs(differences[i])).isCloseTo(0.05 * (i + 1), within(ROUNDING * 2));
            }
        }
    }

    @Test
    void shouldHoldTheLastValueInAFlatLine() {
        for (TrueAnomaly flat : PAIR.ended(AnomalyKind.FLAT_LINE)) {
            double before = PAIR.seenAt(flat.key(), flat.from() - MINUTE);
            assertThat(Pair.times(flat))
                    .allSatisfy(
                            time -> assertThat(PAIR.seenAt(flat.key(), time)).isEqualTo(before));
            assertThat(PAIR.seenAt(flat.key(), flat.until())).isNotEqualTo(before);
        }
    }

    @Test
    void shouldSendNothingInASilenceThatOutlastsEveryGap() {
        for (TrueAnomaly silence : PAIR.ended(AnomalyKind.SILENCE)) {
            assertThat(Pair.times(silence).count()).isGreaterThan(5 * Delivery.MAX_GAP);
            assertThat(Pair.times(silence))
                    .noneMatch(time -> PAIR.seenOf(silence.key()).containsKey(time));
            assertThat(PAIR.seenOf(silence.key())).containsKeys(silence.from() - MINUTE, silence.until());
        }
    }

    @Test
    void shouldChangeTheSeasonForADay() {
        for (TrueAnomaly changed : PAIR.ended(AnomalyKind.CHANGED_SEASON)) {
            double[] differences = PAIR.differences(changed);
            assertThat(differences).hasSize(24 * 60);
            double mean = DoubleStream.of(differences).map(Math::abs).average().orElseThrow();
            assertThat(mean).isGreaterThan(2);
        }
    }

    @Test
    void shouldSpareTheWarmUpAndKeepToTheRate() {
        Settings settings = WITH_ANOMALIES.withWarmUp(Duration.ofDays(3)).withAnomaliesPerDay(0.5);
        FleetGenerator generator = new FleetGenerator(settings);
        int days = 60;
        skip(generator, days * 24 * 60 * KEYS);
        long warmUp = settings.start().plus(Duration.ofDays(3)).toEpochMilli();
        assertThat(generator.anomalies()).allMatch(anomaly -> anomaly.from() >= warmUp);
        double rate = generator.anomalyCount() / (double) (KEYS * (days - 3));
        assertThat(rate).isCloseTo(0.5, within(0.05));
    }

    @Test
    void shouldNotLetTheAnomaliesOfAKeyMeet() {
        Map<String, Long> ends = new HashMap<>();
        for (TrueAnomaly anomaly : PAIR.truth()) {
            long earlier = ends.getOrDefault(anomaly.key(), 0L);
            assertThat(anomaly.from())
                    .isGreaterThanOrEqualTo(earlier + Duration.ofHours(6).toMillis());
            ends.put(anomaly.key(), anomaly.until());
        }
    }

    @Test
    void shouldLoseDelayAndDoubleTheStatedShares() {
        List<GeneratedEvent> events = take(CLEAN.withDelivery(0.03, 0.02, 0.01), 300_000);
        double duplicates = events.stream().filter(GeneratedEvent::duplicate).count();
        double late = events.stream().filter(GeneratedEvent::late).count();
        double arrived = events.size() - duplicates;
        long end = events.get(events.size() - 1).event().time();
        double steps = KEYS * ((end - CLEAN.start().toEpochMilli()) / (double) MINUTE);
        assertThat(1 - arrived / steps).isCloseTo(0.03, within(GAP_TOLERANCE));
        assertThat(late / arrived).isCloseTo(0.02, within(SHARE_TOLERANCE));
        assertThat(duplicates / arrived).isCloseTo(0.01, within(SHARE_TOLERANCE));
    }

    @Test
    void shouldMarkExactlyWhatIsLateAndWhatHasArrivedBefore() {
        Set<SourceEvent> seen = new HashSet<>();
        Map<String, Long> newest = new HashMap<>();
        for (GeneratedEvent generated : take(CLEAN.withDelivery(0.03, 0.02, 0.01), 50_000)) {
            SourceEvent event = generated.event();
            assertThat(seen.add(event)).isNotEqualTo(generated.duplicate());
            if (!generated.late() && !generated.duplicate()) {
                assertThat(event.time()).isGreaterThan(newest.getOrDefault(event.key(), 0L));
                newest.put(event.key(), event.time());
            }
        }
    }

    @Test
    void shouldDelayALateEventByAFewMinutes() {
        FleetGenerator generator = new FleetGenerator(CLEAN.withDelivery(0, 0.1, 0));
        long now = 0;
        long furthest = 0;
        for (int i = 0; i < 100_000; i++) {
            GeneratedEvent generated = generator.next();
            long time = generated.event().time();
            now = Math.max(now, time);
            furthest = Math.max(furthest, now - time);
        }
        assertThat(furthest).isBetween(MINUTE, Delivery.MAX_DELAY * MINUTE);
    }

    @Test
    void shouldKeepABoundedMemoryHoweverLongItRuns() {
        int kept = 50;
        FleetGenerator generator =
                new FleetGenerator(WITH_ANOMALIES.withAnomaliesPerDay(1).withDelivery(0.05, 0.5, 0.5), kept);
        int mostPending = 0;
        for (int i = 0; i < 500_000; i++) {
            generator.next();
            mostPending = Math.max(mostPending, generator.pending());
        }
        assertThat(generator.anomalyCount()).isGreaterThan(2 * kept);
        assertThat(generator.anomalies()).hasSize(kept);
        assertThat(mostPending).isLessThanOrEqualTo(2 * KEYS * (Delivery.MAX_DELAY + 1));
    }

    @Test
    void shouldRefuseSettingsThatMakeNoFleet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CLEAN.withKeys(0))
                .withMessage("keys is 0, expected 1 to 1000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CLEAN.withAnomaliesPerDay(2))
                .withMessage("anomalies per day is 2.0, expected 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CLEAN.withDelivery(0.6, 0, 0))
                .withMessage("gap share is 0.6, expected 0 to 0.5");
    }

    private static List<GeneratedEvent> take(Settings settings, int count) {
        FleetGenerator generator = new FleetGenerator(settings);
        List<GeneratedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(generator.next());
        }
        return events;
    }

    private static void skip(FleetGenerator generator, int count) {
        for (int i = 0; i < count; i++) {
            generator.next();
        }
    }
}
