package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WindowRecord;
import io.streamgauge.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What people say of a series changes what it raises alerts for, and nothing else. */
class FeedbackTest {

    private static final double SPIKE = 6;
    private static final int APART = 300;

    @Test
    void shouldRaiseNoFourthAlertOfAKindThatWasThreeTimesNormalButStillOneOfAnother() {
        try (TestStream stream = new TestStream()) {
            stream.calm("k", 0, APART);
            for (int time = 1; time <= 3; time++) {
                assertThat(spike(stream, time * APART, SPIKE))
                        .as("spike %s, not labelled yet", time)
                        .contains("opened");
                if (time == 3) {
                    for (int n = 1; n <= 3; n++) {
                        stream.label("k", n * APART - 1, n * APART + 5, LabelKind.NORMAL);
                    }
                }
            }
            assertThat(spike(stream, 4 * APART, SPIKE)).as("the fourth").isEmpty();
            assertThat(reasons(stream)).contains("labelled_normal");
            assertThat(spike(stream, 5 * APART, -SPIKE)).as("to the other side").contains("opened");
            assertThat(spike(stream, 6 * APART, 4 * SPIKE))
                    .as("a far larger one")
                    .contains("opened");
        }
    }

    @Test
    void shouldRaiseAFourthAlertOfAKindThatNobodyHasLabelled() {
        try (TestStream stream = new TestStream()) {
            stream.calm("k", 0, APART);
            for (int time = 1; time <= 4; time++) {
                assertThat(spike(stream, time * APART, SPIKE))
                        .as("spike %s", time)
                        .contains("opened");
            }
        }
    }

    @Test
    void shouldCloseAnAlertThatIsLabelledNormal() {
        try (TestStream stream = new TestStream()) {
            stream.calm("k", 0, APART);
            stream.event("k", APART, TestStream.calm(APART) + SPIKE);
            changes(stream);
            stream.label("k", APART - 1, APART + 1, LabelKind.NORMAL);
            assertThat(changes(stream)).containsExactly("closed");
            List<TestRecord<byte[], byte[]>> episodes = stream.output("t.episodes");
            assertThat(episodes.get(episodes.size() - 1).value()).isNull();
        }
    }

    @Test
    void shouldStayMuteForAnIntervalThatIsToBeIgnoredAndNoLonger() {
        try (TestStream stream = new TestStream()) {
            stream.label("k", 2 * APART - 10, 2 * APART + 10, LabelKind.IGNORE);
            stream.calm("k", 0, APART);
            stream.forecasts();
            assertThat(spike(stream, 2 * APART, SPIKE)).isEmpty();
            assertThat(reasons(stream)).contains("muted");
            assertThat(spike(stream, 3 * APART, SPIKE)).contains("opened");
        }
    }

    @Test
    void shouldJudgeAlikeWhetherLabelsOrEventsAreReadFirst() {
        try (TestStream after = new TestStream();
                TestStream before = new TestStream()) {
            for (int n = 1; n <= 3; n++) {
                before.label("k", n * APART - 1, n * APART + 5, LabelKind.NORMAL);
            }
            for (TestStream stream : List.of(after, before)) {
                stream.calm("k", 0, APART);
                for (int n = 1; n <= 3; n++) {
                    spike(stream, n * APART, SPIKE);
                }
            }
            for (int n = 1; n <= 3; n++) {
                after.label("k", n * APART - 1, n * APART + 5, LabelKind.NORMAL);
            }
            assertThat(spike(after, 4 * APART, SPIKE)).isEmpty();
            assertThat(spike(before, 4 * APART, SPIKE)).isEmpty();
        }
    }

    @Test
    void shouldTakeWhatWasLabelledAnAnomalyOutOfTheWindows() throws WireFormatException {
        try (TestStream labelled = new TestStream();
                TestStream unlabelled = new TestStream()) {
            for (TestStream stream : List.of(labelled, unlabelled)) {
                stream.calm("k", 0, 20);
                stream.output("t.windows");
            }
            labelled.label("k", 18, 19, LabelKind.ANOMALY);
            for (TestStream stream : List.of(labelled, unlabelled)) {
                stream.calm("k", 20, 24);
            }
            assertThat(learned(labelled)).isLessThan(learned(unlabelled));
        }
    }

    private static double learned(TestStream stream) throws WireFormatException {
        double sum = 0;
        for (TestRecord<byte[], byte[]> record : stream.output("t.windows")) {
            for (float known : WindowRecord.decode(record.value(), ModelTask.of(stream.spec))
                    .window()
                    .mask()) {
                sum += known;
            }
        }
        assertThat(sum).isPositive();
        return sum;
    }

    @Test
    void shouldPutTheLabelOfAnOutcomeAmongTheWindowsAndLeaveTheKeyAsItIs() throws Exception {
        try (TestStream stream = new TestStream(Map.of("outcome.within", "5m"), Map.of())) {
            stream.calm("k", 0, 40);
            byte[] before = stream.state(TestStream.bytes("k"));
            stream.forgetOutputs();
            stream.label("k", 38, 60, LabelKind.OUTCOME);
            List<TestRecord<byte[], byte[]>> windows = stream.output("t.windows");
            assertThat(windows).hasSize(1);
            assertThat(TestStream.header(windows.get(0), LabelRecord.HEADER)).isEqualTo("outcome");
            assertThat(LabelRecord.read(windows.get(0).value()))
                    .isEqualTo(new LabelRecord(
                            TestStream.BEGIN + 38 * TestStream.MINUTE,
                            TestStream.BEGIN + 60 * TestStream.MINUTE,
                            LabelKind.OUTCOME,
                            "tester"));
            assertThat(stream.state(TestStream.bytes("k"))).isEqualTo(before);
            assertThat(stream.output("t.anomalies")).isEmpty();
        }
    }

    @Test
    void shouldSendTheLabelOfAnOutcomeToTheDeadLettersWhereThereIsNone() {
        try (TestStream stream = new TestStream()) {
            stream.label("k", 1, 2, LabelKind.NO_OUTCOME);
            assertThat(stream.output("t.windows")).isEmpty();
            List<TestRecord<byte[], byte[]>> dead = stream.deadLetters();
            assertThat(dead).hasSize(1);
            assertThat(TestStream.header(dead.get(0), DeadLetterHeaders.REASON)).isEqualTo("invalid_label");
        }
    }

    @Test
    void shouldForecastTheOutcomeOnceWeightsHaveCome() {
        try (TestStream stream = new TestStream(Map.of("outcome.within", "5m"), Map.of())) {
            stream.calm("k", 0, 3);
            assertThat(stream.forecasts())
                    .allSatisfy(forecast -> assertThat(forecast.outcome()).isNull());
            stream.weights(1, 1);
            stream.calm("k", 3, 6);
            assertThat(stream.forecasts())
                    .hasSize(3)
                    .allSatisfy(forecast -> assertThat(forecast.outcome()).isStrictlyBetween(0.0, 1.0));
        }
    }

    @Test
    void shouldSendALabelThatIsNoneToTheDeadLetters() {
        try (TestStream stream = new TestStream()) {
            stream.label("k", TestStream.bytes("{\"from\":1}"));
            List<TestRecord<byte[], byte[]>> dead = stream.deadLetters();
            assertThat(dead).hasSize(1);
            assertThat(TestStream.header(dead.get(0), DeadLetterHeaders.REASON)).isEqualTo("invalid_label");
            assertThat(stream.store().get(TestStream.bytes("k"))).isNull();
        }
    }

    /** Calm up to a minute, a value off by {@code size} at it, calm after it; what became of alerts from it on. */
    private static List<String> spike(TestStream stream, int minute, double size) {
        stream.forecasts();
        changes(stream);
        stream.event("k", minute, TestStream.calm(minute) + size);
        List<String> changes = new ArrayList<>(changes(stream));
        stream.calm("k", minute + 1, minute + APART);
        return changes;
    }

    private static List<String> changes(TestStream stream) {
        return stream.output("t.anomalies").stream()
                .map(record -> {
                    try {
                        return EpisodeRecord.read(record.value()).change();
                    } catch (WireFormatException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static List<String> reasons(TestStream stream) {
        return stream.forecasts().stream().map(ForecastRecord::reason).toList();
    }
}
