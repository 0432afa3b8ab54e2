package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.WireFormatException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** A key that stops raises an alert while it is silent, which ends when it resumes. */
class SilenceTest {

    private static final int STOP = 100;

    @Test
    void shouldOpenWithinThreeIntervalsByOtherKeysAndCloseWhenTheKeyResumes() {
        try (TestStream stream = new TestStream()) {
            for (int minute = 0; minute < STOP; minute++) {
                stream.calm("a", minute, minute + 1);
                stream.calm("b", minute, minute + 1);
                stream.calm("c", minute, minute + 1);
            }
            stream.output("t.anomalies");
            List<EpisodeRecord> found = List.of();
            int minute = STOP;
            while (found.isEmpty() && minute < STOP + 20) {
                stream.calm("b", minute, minute + 1);
                stream.calm("c", minute, minute + 1);
                minute++;
                found = silences(stream);
            }
            assertThat(minute - STOP)
                    .as("intervals from the first value that is missing")
                    .isBetween(2, 4);
            assertThat(found).extracting(EpisodeRecord::key).containsExactly("a");
            assertThat(found.get(0).change()).isEqualTo("opened");
            assertThat(found.get(0).since()).isEqualTo(TestStream.BEGIN + STOP * TestStream.MINUTE);
            stream.output("t.episodes");
            stream.event("a", minute + 30, TestStream.calm(minute + 30));
            EpisodeRecord closed = silences(stream).get(0);
            assertThat(closed.change()).isEqualTo("closed");
            assertThat(closed.reason()).isEqualTo("resumed");
            assertThat(closed.since()).isEqualTo(found.get(0).since());
            List<TestRecord<byte[], byte[]>> episodes = stream.output("t.episodes");
            assertThat(episodes.get(episodes.size() - 1).value()).isNull();
        }
    }

    @Test
    void shouldFindNobodySilentWhoIsMutedOrNotAskedFor() {
        for (Map<String, String> settings : List.of(Map.of("alerts.mute", "a*"), Map.of("alerts.silence-after", "0"))) {
            try (TestStream stream = new TestStream(settings, Map.of())) {
                for (int minute = 0; minute < STOP + 30; minute++) {
                    if (minute < STOP) {
                        stream.calm("a", minute, minute + 1);
                    }
                    stream.calm("b", minute, minute + 1);
                    stream.calm("c", minute, minute + 1);
                }
                assertThat(silences(stream)).isEmpty();
            }
        }
    }

    @Test
    void shouldNotEndASilenceByALabelForALaterTime() {
        try (TestStream stream = new TestStream()) {
            silent(stream);
            stream.label("a", STOP + 500, STOP + 600, LabelKind.IGNORE);
            assertThat(silences(stream)).isEmpty();
            stream.label("a", STOP - 50, STOP - 10, LabelKind.NORMAL);
            assertThat(silences(stream)).as("nor for an earlier one").isEmpty();
            stream.label("a", STOP - 5, STOP + 30, LabelKind.NORMAL);
            assertThat(silences(stream)).extracting(EpisodeRecord::change).containsExactly("closed");
        }
    }

    @Test
    void shouldOpenAgainWhenTheTimeOfALabelIsOverAndTheKeyIsStillSilent() {
        try (TestStream stream = new TestStream()) {
            silent(stream);
            stream.label("a", STOP - 5, STOP + 30, LabelKind.IGNORE);
            assertThat(silences(stream)).extracting(EpisodeRecord::change).containsExactly("closed");
            others(stream, STOP + 20, STOP + 31);
            assertThat(silences(stream)).as("while it lasts").isEmpty();
            others(stream, STOP + 31, STOP + 35);
            assertThat(silences(stream)).extracting(EpisodeRecord::change).containsExactly("opened");
        }
    }

    @Test
    void shouldOpenAfterALabelThatWasThereBeforeTheSilence() {
        try (TestStream stream = new TestStream()) {
            all(stream, 0, STOP);
            stream.label("a", STOP, STOP + 30, LabelKind.IGNORE);
            others(stream, STOP, STOP + 31);
            assertThat(silences(stream)).isEmpty();
            others(stream, STOP + 31, STOP + 35);
            assertThat(silences(stream)).extracting(EpisodeRecord::change).containsExactly("opened");
        }
    }

    @Test
    void shouldCloseTheSilenceOfAKeyThatIsForgotten() {
        try (TestStream stream = new TestStream(Map.of("tombstones", "erase"), Map.of())) {
            silent(stream);
            stream.send(TestStream.bytes("a"), null);
            assertThat(silences(stream)).singleElement().satisfies(closed -> {
                assertThat(closed.change()).isEqualTo("closed");
                assertThat(closed.reason()).isEqualTo("forgotten");
            });
        }
    }

    private static void silent(TestStream stream) {
        all(stream, 0, STOP);
        others(stream, STOP, STOP + 20);
        assertThat(silences(stream)).extracting(EpisodeRecord::change).containsExactly("opened");
    }

    private static void all(TestStream stream, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            stream.calm("a", minute, minute + 1);
            others(stream, minute, minute + 1);
        }
        stream.output("t.anomalies");
    }

    private static void others(TestStream stream, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            stream.calm("b", minute, minute + 1);
            stream.calm("c", minute, minute + 1);
        }
    }

    private static List<EpisodeRecord> silences(TestStream stream) {
        return stream.output("t.anomalies").stream()
                .map(record -> {
                    try {
                        return EpisodeRecord.read(record.value());
                    } catch (WireFormatException e) {
                        throw new AssertionError(e);
                    }
                })
                .filter(record -> record.kind().equals("silence"))
                .toList();
    }
}
