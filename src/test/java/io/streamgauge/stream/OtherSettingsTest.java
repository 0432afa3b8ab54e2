package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.AlertState;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WireFormatException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key goes on as far as it can when the topology file asks for another network or other horizons than before. */
class OtherSettingsTest {

    private static final byte[] KEY = TestStream.bytes("k");
    /** A key of 400 values beside one of a few: .55 in these. */
    private static final double WARM = .7;

    @Test
    void shouldKeepAlertsAndLabelsOfAKeyThatStartsAfresh() {
        Map<String, String> other = Map.of("horizons", "1,2,3");
        try (TestStream stream = new TestStream();
                TestStream before = new TestStream(other, Map.of())) {
            before.calm("k", 0, 300);
            before.label("k", 400, 500, LabelKind.IGNORE);
            before.event("k", 300, TestStream.calm(300) + 6);
            assertThat(text(last(before.output("t.anomalies")))).contains("\"change\":\"opened\"");
            stream.store(KEY, before.state(KEY));
            stream.calm("k", 301, 302);
            assertThat(TestStream.header(last(stream.output("t.forecasts")), ResetMark.HEADER))
                    .isEqualTo(ResetMark.LAYOUT);
            AlertState alerts = state(stream).alerts();
            assertThat(alerts.labels()).hasSize(1);
            assertThat(alerts.surprises()).isNotEmpty();
            assertThat(text(last(stream.output("t.anomalies"))))
                    .as("the open episode ends")
                    .contains("\"change\":\"closed\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"network.hidden=7", "network.cell=lstm", "network.layers=2", "windows.steps=9"})
    void shouldKeepAllButWhatTheNetworkRememberedWhereItIsAnother(String setting) {
        Map<String, String> other = Map.of(setting.split("=")[0], setting.split("=")[1]);
        try (TestStream before = new TestStream();
                TestStream fresh = new TestStream(other, Map.of());
                TestStream stream = new TestStream(other, Map.of())) {
            before.weights(5, 2);
            before.calm("k", 0, 400);
            stream.store(KEY, before.state(KEY));
            KeyState kept = state(before);
            stream.calm("k", 400, 401);
            fresh.calm("k", 400, 401);
            TestRecord<byte[], byte[]> first = last(stream.output("t.forecasts"));
            assertThat(TestStream.header(first, ResetMark.HEADER)).isEqualTo(ResetMark.NETWORK);
            assertThat(TestStream.forecast(first.value()).status()).isEqualTo("OK");
            assertThat(state(stream).series().count()).isEqualTo(401);
            assertThat(state(stream).series().generation())
                    .as("none of the other network's")
                    .isZero();
            assertThat(state(stream).series().usualStep())
                    .isCloseTo(kept.series().usualStep(), Percentage.withPercentage(10));
            stream.calm("k", 401, 440);
            fresh.calm("k", 401, 440);
            assertThat(missed(stream)).as("forecasts of what is known").isLessThan(WARM * missed(fresh));
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    /** The mean distance of what came from what had been forecast. */
    private static double missed(TestStream stream) {
        return stream.forecasts().stream()
                .map(ForecastRecord::previous)
                .filter(Objects::nonNull)
                .mapToDouble(previous -> Math.abs(previous.residual()))
                .average()
                .orElseThrow();
    }

    private static KeyState state(TestStream stream) {
        try {
            return new StateCodec(stream.spec).decode(stream.state(KEY));
        } catch (WireFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(TestRecord<byte[], byte[]> record) {
        return TestStream.text(record.value());
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
