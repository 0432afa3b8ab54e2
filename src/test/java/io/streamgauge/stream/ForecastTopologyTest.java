package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.nn.CellKind;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WindowRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Every event brings its forecast, and what else is due, in order and with the weights of its time. */
class ForecastTopologyTest {

    private static final byte[] KEY = TestStream.bytes("k");

    @Test
    void shouldForecastOncePerEventInOrder() {
        try (TestStream stream = new TestStream()) {
            List<Long> times = new ArrayList<>();
            for (int minute = 0; minute < 30; minute++) {
                stream.event("k" + minute % 3, minute, TestStream.calm(minute));
                times.add(TestStream.BEGIN + minute * TestStream.MINUTE);
            }
            List<ForecastRecord> forecasts = stream.forecasts();
            assertThat(forecasts).extracting(ForecastRecord::time).isEqualTo(times);
            assertThat(forecasts).extracting(ForecastRecord::key).startsWith("k0", "k1", "k2", "k0");
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    /** A key is warm after 20 values: before, its unit may be next to nothing, and one error would outweigh all others. */
    @Test
    void shouldMeasureTheForecastsOfWarmKeysAlone() {
        try (TestStream stream = new TestStream()) {
            for (int minute = 0; minute < 30; minute++) {
                stream.event("k", minute, TestStream.calm(minute));
            }
            assertThat(measured(stream, "streamgauge_scored_forecasts_total")).isEqualTo(10);
            assertThat(measured(stream, "streamgauge_scaled_absolute_error_total"))
                    .isBetween(0.01, 100.0);
        }
    }

    private static double measured(TestStream stream, String meter) {
        return stream.registry
                .get(meter)
                .tags("horizon", "1", "expert", "mix")
                .functionCounter()
                .count();
    }

    @Test
    void shouldKeepValuesOfAnySizeFinite() {
        try (TestStream stream = new TestStream()) {
            for (int minute = 0; minute < 60; minute++) {
                stream.event("k", minute, minute % 3 == 0 ? 1e30 : minute % 3 == 1 ? -1e30 : 1e-30);
            }
            assertThat(stream.output("t.forecasts"))
                    .hasSize(60)
                    .allSatisfy(forecast -> assertThat(TestStream.text(forecast.value()))
                            .doesNotContain("NaN")
                            .doesNotContain("Infinity"));
        }
    }

    @Test
    void shouldNameGenerationAndVersionOfTheWeightsThatMadeEachForecast() {
        try (TestStream stream = new TestStream()) {
            stream.calm("k", 0, 3);
            stream.weights(1, 1);
            stream.calm("k", 3, 5);
            stream.weights(2, 2);
            stream.champion(3, 1, io.streamgauge.wire.WeightsRecord.sha256(stream.weightsRecord(1, 1)));
            stream.calm("k", 5, 6);
            List<ForecastRecord> forecasts = stream.forecasts();
            assertThat(forecasts).extracting(ForecastRecord::generation).containsExactly(0L, 0L, 0L, 1L, 1L, 3L);
            assertThat(forecasts).extracting(ForecastRecord::modelVersion).containsExactly(0L, 0L, 0L, 1L, 1L, 1L);
        }
    }

    @Test
    void shouldForecastAnewWithWeightsThatArriveWhileItRuns() {
        try (TestStream changed = new TestStream();
                TestStream unchanged = new TestStream()) {
            changed.calm("k", 0, 30);
            unchanged.calm("k", 0, 30);
            assertThat(networkForecasts(changed)).isEqualTo(networkForecasts(unchanged));
            changed.weights(1, 1);
            changed.calm("k", 30, 33);
            unchanged.calm("k", 30, 33);
            assertThat(networkForecasts(changed).get(2))
                    .isNotEqualTo(networkForecasts(unchanged).get(2));
        }
    }

    private static List<Double> networkForecasts(TestStream stream) {
        return stream.forecasts().stream()
                .filter(forecast -> forecast.previous() != null)
                .map(forecast -> forecast.previous().experts().get("network"))
                .toList();
    }

    @Test
    void shouldEmitADecodableWindowEveryStrideEventsOnceOneIsComplete() throws WireFormatException {
        try (TestStream stream = new TestStream()) {
            stream.weights(1, 1);
            stream.calm("k", 0, 12);
            List<TestRecord<byte[], byte[]>> windows = stream.output("t.windows");
            // 4 steps and 2 horizons: complete with the 6th event, then every 2.
            List<Long> counts = new ArrayList<>();
            for (TestRecord<byte[], byte[]> record : windows) {
                WindowRecord window = WindowRecord.decode(record.value(), ModelTask.of(stream.spec));
                assertThat(record.key()).isEqualTo(KEY);
                assertThat(window.key()).isEqualTo("k");
                assertThat(window.generation()).isEqualTo(1);
                assertThat(window.untilTime() - window.fromTime()).isEqualTo(5 * TestStream.MINUTE);
                assertThat(window.untilTime()).isEqualTo(TestStream.BEGIN + (window.count() - 1) * TestStream.MINUTE);
                counts.add(window.count());
            }
            assertThat(counts).containsExactly(6L, 8L, 10L, 12L);
            assertThat(stream.counts("streamgauge_windows_emitted_total")).containsValue(4.0);
        }
    }

    @Test
    void shouldTellAnEpisodesChangesAndKeepTheOpenOneOnly() {
        try (TestStream stream = new TestStream()) {
            stream.calm("k", 0, 200);
            stream.output("t.anomalies");
            stream.output("t.episodes");
            stream.event("k", 200, 1e6);
            TestRecord<byte[], byte[]> opened = last(stream.output("t.anomalies"));
            assertThat(TestStream.text(opened.value())).contains("\"change\":\"opened\"", "\"key\":\"k\"");
            assertThat(last(stream.output("t.episodes")).value()).isEqualTo(opened.value());
            stream.calm("k", 201, 300);
            assertThat(TestStream.text(last(stream.output("t.anomalies")).value()))
                    .contains("\"change\":\"closed\"");
            TestRecord<byte[], byte[]> tombstone = last(stream.output("t.episodes"));
            assertThat(tombstone.key()).isEqualTo(KEY);
            assertThat(tombstone.value()).isNull();
        }
    }

    @Test
    void shouldLearnWithoutAlertsFromWhatLiesBeforeTheFirstStart() {
        try (TestStream stream = new TestStream(Map.of(), Map.of(0, 201L))) {
            stream.calm("k", 0, 200);
            stream.event("k", 200, 1e6);
            assertThat(stream.output("t.anomalies")).isEmpty();
            assertThat(stream.forecasts()).extracting(ForecastRecord::reason).containsOnly("backfill");
            stream.calm("k", 201, 202);
            assertThat(stream.forecasts()).extracting(ForecastRecord::reason).doesNotContain("backfill");
        }
    }

    @Test
    void shouldWriteForecastsOfAnomalousValuesAloneWhereAsked() {
        try (TestStream all = new TestStream();
                TestStream few = new TestStream(Map.of("output", "anomalies"), Map.of())) {
            for (TestStream stream : List.of(all, few)) {
                stream.calm("k", 0, 200);
                stream.event("k", 200, 1e6);
                stream.calm("k", 201, 210);
            }
            List<ForecastRecord> anomalous = all.forecasts().stream()
                    .filter(record -> record.anomalyScore() > 1)
                    .toList();
            assertThat(anomalous).isNotEmpty().hasSizeLessThan(100);
            assertThat(few.forecasts())
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(anomalous);
            assertThat(few.output("t.anomalies")).hasSameSizeAs(all.output("t.anomalies"));
            assertThat(few.output("t.windows")).hasSameSizeAs(all.output("t.windows"));
            assertThat(few.counts("streamgauge_forecasts_total")).isEqualTo(all.counts("streamgauge_forecasts_total"));
        }
    }

    @Test
    void shouldWriteCompactForecastsWhereAsked() {
        try (TestStream stream = new TestStream(Map.of("output", "compact"), Map.of())) {
            stream.calm("k", 0, 30);
            ForecastRecord record = last(stream.forecasts());
            assertThat(record.yhatLower()).hasSize(2);
            assertThat(record.yhatMedian()).isEmpty();
            assertThat(record.skill()).isEmpty();
        }
    }

    @Test
    void shouldCarryAuditHeadersOnEveryOutput() {
        try (TestStream stream = new TestStream(Map.of("audit", "true"), Map.of())) {
            stream.weights(5, 2);
            stream.calm("k", 0, 6);
            TestRecord<byte[], byte[]> forecast = last(stream.output("t.forecasts"));
            for (TestRecord<byte[], byte[]> output : List.of(forecast, last(stream.output("t.windows")))) {
                ByteBuffer source = audit(output, AuditHeaders.SOURCE);
                assertThat(source.getInt()).as("partition").isZero();
                assertThat(source.getLong()).as("offset").isEqualTo(5);
                assertThat(audit(output, AuditHeaders.COUNT).getLong()).isEqualTo(6);
                assertThat(audit(output, AuditHeaders.GENERATION).getLong()).isEqualTo(5);
                assertThat(audit(output, AuditHeaders.STATE).getInt())
                        .isEqualTo(StateCodec.checksumOf(stream.state(KEY)));
            }
        }
    }

    @Test
    void shouldSetNoHeadersWithoutAuditButTheOneOfAFreshState() {
        try (TestStream stream = new TestStream()) {
            stream.calm("k", 0, 1);
            stream.calm("k", 1, 2);
            List<TestRecord<byte[], byte[]>> forecasts = stream.output("t.forecasts");
            assertThat(TestStream.header(forecasts.get(0), ResetMark.HEADER)).isEqualTo(ResetMark.FIRST);
            assertThat(forecasts.get(1).headers()).isEmpty();
        }
    }

    @Test
    void shouldStartAKeyAfreshAndCountItWhereItsStateHasAnotherLayout() {
        try (TestStream stream = new TestStream();
                TestStream fresh = new TestStream()) {
            stream.store(KEY, stateOfAnotherLayout());
            stream.calm("k", 10, 11);
            fresh.calm("k", 10, 11);
            assertThat(stream.counts("streamgauge_states_reset_total")).containsValue(1.0);
            assertThat(TestStream.header(last(stream.output("t.forecasts")), ResetMark.HEADER))
                    .isEqualTo(ResetMark.LAYOUT);
            assertThat(stream.state(KEY)).isEqualTo(fresh.state(KEY));
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldNotPassOverADamagedState() {
        try (TestStream stream = new TestStream()) {
            stream.calm("other", 0, 10);
            byte[] damaged = stream.state(TestStream.bytes("other"));
            damaged[damaged.length / 2] ^= 1;
            stream.store(KEY, damaged);
            assertThatThrownBy(() -> stream.calm("k", 10, 11)).rootCause().hasMessageContaining("checksum");
            assertThat(stream.counts("streamgauge_states_reset_total")).doesNotContainValue(1.0);
        }
    }

    private static byte[] stateOfAnotherLayout() {
        ForecasterSpec other = new ForecasterSpec(List.of(1, 5), 0, ZoneOffset.UTC, CellKind.RNN_TANH, 3, 1, 6, 3, .9);
        return new StateCodec(other).encode(KeyState.fresh(other));
    }

    @Test
    void shouldNameEveryProcessorAndStoreExplicitly() {
        try (TestStream stream = new TestStream()) {
            TopologyDescription description = TestStream.topology(
                            stream.config, io.streamgauge.metrics.ForecastMetrics.noop(), stream.models, Map.of())
                    .describe();
            assertThat(description.toString()).doesNotContain("KSTREAM").doesNotContain("STATE-STORE");
            assertThat(stream.driver.getAllStateStores())
                    .containsOnlyKeys(
                            ForecastTopology.SERIES_STORE,
                            ForecastTopology.BEFORE_COMMIT,
                            ForecastTopology.START_STORE,
                            ForecastTopology.SILENCE_STORE,
                            ForecastTopology.WEIGHTS_STORE);
        }
    }

    private static ByteBuffer audit(TestRecord<byte[], byte[]> record, String name) {
        return ByteBuffer.wrap(record.headers().lastHeader(name).value());
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
