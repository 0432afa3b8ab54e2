package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of hostile input with its policy and what becomes of it: the rows of {@link InputMatrixTest} and of the page
 * that it keeps true.
 */
final class InputMatrix {

    static final byte[] KEY = TestStream.bytes("k");
    /** Events of the key before a row's own. */
    static final int SEEN = 10;

    static final long LAST = TestStream.BEGIN + (SEEN - 1) * TestStream.MINUTE;
    static final long NEXT = LAST + TestStream.MINUTE;

    private static final double LAST_VALUE = TestStream.calm(SEEN - 1);
    private static final String ALWAYS = "always";
    private static final String LABEL = "label";

    /**
     * One kind of input.
     *
     * @param kind malformed, oversize and so on
     * @param policy the settings that it is treated by, in words
     * @param rejection why it goes to the dead letters; null where it does not
     * @param outcome what becomes of it
     * @param given events before it
     * @param check what must hold beyond that; has the stream after it
     */
    record Row(
            String kind,
            String input,
            String policy,
            Map<String, String> settings,
            @Nullable Rejection rejection,
            String outcome,
            Consumer<TestStream> given,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Consumer<TestStream> check) {

        /** Whether it is a record of the labels topic, not of the source. */
        boolean isLabel() {
            return kind.equals(LABEL);
        }

        @Override
        public String toString() {
            return kind + ": " + input + " (" + policy + ")";
        }
    }

    private final List<Row> rows = new ArrayList<>();

    private InputMatrix() {}

    static List<Row> rows() {
        InputMatrix matrix = new InputMatrix();
        matrix.keys();
        matrix.malformed();
        matrix.wrongSchema();
        matrix.absurd();
        matrix.times();
        matrix.duplicates();
        matrix.keyExplosion();
        matrix.tombstones();
        matrix.covariates();
        matrix.labels();
        return matrix.rows;
    }

    private void keys() {
        byte[] good = TestStream.json(NEXT, 1);
        refused("key", "no key", Rejection.NULL_KEY, null, good);
        refused("key", "an empty key", Rejection.NULL_KEY, new byte[0], good);
        refused("key", "a key that is not UTF-8", Rejection.INVALID_KEY, new byte[] {'k', (byte) 0xc3}, good);
        refused("oversize", "a key longer than `max-key-bytes`", Rejection.OVERSIZE_KEY, new byte[17], good);
        refused("oversize", "an event longer than `max-event-bytes`", Rejection.OVERSIZE_EVENT, KEY, new byte[257]);
    }

    private void malformed() {
        String event = "{\"time\":" + NEXT + ",\"value\":1";
        refused("malformed", "an empty value", Rejection.MALFORMED_JSON, KEY, new byte[0]);
        refused("malformed", "half an object", Rejection.MALFORMED_JSON, event);
        refused("malformed", "an array", Rejection.MALFORMED_JSON, "[1]");
        refused("malformed", "a name twice", Rejection.MALFORMED_JSON, event + ",\"value\":2}");
        refused("malformed", "two objects", Rejection.MALFORMED_JSON, event + "}{}");
        refused("malformed", "bytes that are no UTF-8", Rejection.MALFORMED_JSON, KEY, new byte[] {'{', (byte) 0xff, '}'
        });
        refused(
                "deep",
                "nested 65 deep",
                Rejection.MALFORMED_JSON,
                event + ",\"a\":" + "[".repeat(65) + "]".repeat(65) + "}");
        refused("non-finite", "NaN", Rejection.MALFORMED_JSON, "{\"time\":" + NEXT + ",\"value\":NaN}");
        refused("non-finite", "an infinite number", Rejection.NOT_FINITE, "{\"time\":" + NEXT + ",\"value\":1e999}");
    }

    private void wrongSchema() {
        String time = "{\"time\":" + NEXT;
        refused("wrong schema", "no time", Rejection.MISSING_TIME, "{\"value\":1}");
        refused("wrong schema", "null for the time", Rejection.MISSING_TIME, "{\"time\":null,\"value\":1}");
        refused("wrong schema", "words for the time", Rejection.INVALID_TIME, "{\"time\":\"soon\",\"value\":1}");
        refused("wrong schema", "no value", Rejection.MISSING_VALUE, time + "}");
        refused("wrong schema", "null for the value", Rejection.MISSING_VALUE, time + ",\"value\":null}");
        refused("wrong schema", "text for the value", Rejection.NOT_NUMERIC, time + ",\"value\":\"1\"}");
        refused("wrong schema", "an object for the value", Rejection.NOT_NUMERIC, time + ",\"value\":{\"v\":1}}");
        add(
                "wrong schema",
                "an object for the id",
                "`duplicate-id: /id`",
                Map.of("duplicate-id", "/id"),
                Rejection.INVALID_ID,
                KEY,
                TestStream.bytes(time + ",\"value\":1,\"id\":{}}"));
    }

    private void absurd() {
        refused("absurd", "a value beyond ±1e30", Rejection.OUT_OF_RANGE, "{\"time\":" + NEXT + ",\"value\":-1e31}");
        refused("absurd", "a time before 1900", Rejection.INVALID_TIME, "{\"time\":-9e13,\"value\":1}");
        refused("absurd", "a time after 2200", Rejection.INVALID_TIME, "{\"time\":9e13,\"value\":1}");
    }

    private void times() {
        byte[] future = TestStream.json(TestStream.NOW + 60 * TestStream.MINUTE + 1, 1);
        rows.add(new Row(
                "future-dated",
                "further ahead of the clock than `max-future`",
                ALWAYS,
                Map.of(),
                Rejection.FUTURE_TIME,
                letter(Rejection.FUTURE_TIME) + "; its detail holds the clock's limit",
                none -> {},
                KEY,
                future,
                stream -> assertThat(TestStream.header(stream.seenLetters().get(0), DeadLetterHeaders.DETAIL))
                        .contains(Long.toString(TestStream.NOW + 60 * TestStream.MINUTE))));
        byte[] late = TestStream.json(LAST - 1, 1);
        refused("late", "not later than the key's last", Rejection.LATE, KEY, late);
        refused("late", "another value at the same time", Rejection.LATE, KEY, TestStream.json(LAST, 1));
        rows.add(new Row(
                "late",
                "not later than the key's last",
                "`late: score-only`",
                Map.of("late", "score-only"),
                Rejection.LATE,
                letter(Rejection.LATE) + ", with `streamgauge.score`",
                none -> {},
                KEY,
                late,
                stream -> assertThat(Double.parseDouble(
                                TestStream.header(stream.seenLetters().get(0), DeadLetterHeaders.SCORE)))
                        .isBetween(0.0, 1e6)));
        Map<String, String> reorder = Map.of("late", "reorder", "late-wait", "3m", "late-buffer", "8");
        rows.add(new Row(
                "out of order",
                "before a later one of its key, by less than `late-wait`",
                "`late: reorder`",
                reorder,
                null,
                "taken in at its place; `streamgauge_reordered_events_total`",
                stream -> stream.event("k", SEEN + 1, 2),
                KEY,
                TestStream.json(NEXT, 1),
                stream -> assertThat(stream.counts("streamgauge_reordered_events_total"))
                        .containsValue(1.0)));
        add(
                "late",
                "before what was already taken in",
                "`late: reorder`",
                reorder,
                Rejection.LATE,
                KEY,
                TestStream.json(TestStream.BEGIN, 1));
    }

    private void duplicates() {
        refused("duplicated", "the last event again", Rejection.DUPLICATE, KEY, TestStream.json(LAST, LAST_VALUE));
        rows.add(new Row(
                "duplicated",
                "an id that the key has had lately, at another time",
                "`duplicate-id: /id`",
                Map.of("duplicate-id", "/id"),
                Rejection.DUPLICATE,
                letter(Rejection.DUPLICATE),
                stream -> stream.send(KEY, withId(NEXT, 7)),
                KEY,
                withId(NEXT + TestStream.MINUTE, 7),
                stream -> assertThat(stream.counts("streamgauge_duplicate_events_total"))
                        .containsValue(1.0)));
        rows.add(new Row(
                "duplicated",
                "an event that still waits, again",
                "`late: reorder`",
                Map.of("late", "reorder"),
                Rejection.DUPLICATE,
                letter(Rejection.DUPLICATE),
                stream -> stream.event("k", SEEN, 5),
                KEY,
                TestStream.json(NEXT, 5),
                none -> {}));
    }

    static byte[] withId(long time, int id) {
        return TestStream.bytes("{\"time\":" + time + ",\"value\":1,\"id\":" + id + "}");
    }

    private void keyExplosion() {
        rows.add(new Row(
                "key explosion",
                "a key beyond `max-keys`",
                ALWAYS,
                Map.of("max-keys", "2"),
                Rejection.KEY_LIMIT,
                letter(Rejection.KEY_LIMIT) + "; the keys that are known are served on",
                stream -> stream.calm("other", 0, 1),
                TestStream.bytes("third"),
                TestStream.json(NEXT, 1),
                stream -> {
                    stream.forecasts();
                    stream.calm("k", SEEN, SEEN + 1);
                    assertThat(stream.forecasts()).hasSize(1);
                }));
    }

    private void tombstones() {
        refused("tombstone", "no value", Rejection.NULL_VALUE, KEY, null);
        rows.add(new Row(
                "tombstone",
                "no value",
                "`tombstones: erase`",
                Map.of("tombstones", "erase"),
                null,
                "the key is forgotten; tombstone with `streamgauge.reset` on the episodes;"
                        + " `streamgauge_keys_forgotten_total`",
                none -> {},
                KEY,
                null,
                stream -> {
                    assertThat(stream.store().get(KEY)).isNull();
                    assertThat(stream.counts("streamgauge_keys_forgotten_total"))
                            .isEqualTo(Map.of(ResetMark.ERASED, 1.0));
                }));
    }

    private void covariates() {
        String event = "{\"time\":" + NEXT + ",\"value\":1";
        Map<String, String> numeric = Map.of("covariates", "/c");
        String policy = "`covariates: /c`";
        add("covariate", "text for it", policy, numeric, Rejection.NOT_NUMERIC, KEY, bytes(event + ",\"c\":\"1\"}"));
        add("covariate", "an infinite one", policy, numeric, Rejection.NOT_FINITE, KEY, bytes(event + ",\"c\":1e999}"));
        add("covariate", "beyond ±1e30", policy, numeric, Rejection.OUT_OF_RANGE, KEY, bytes(event + ",\"c\":-1e31}"));
        rows.add(new Row(
                "covariate",
                "none",
                policy,
                numeric,
                null,
                "taken in with the key's last one",
                none -> {},
                KEY,
                bytes(event + "}"),
                stream -> assertThat(stream.forecasts()).hasSize(1)));
        Map<String, String> words = Map.of("categories", "/site");
        String named = "`categories: /site`";
        add("category", "an object", named, words, Rejection.INVALID_CATEGORY, KEY, bytes(event + ",\"site\":{}}"));
        add("category", "a list", named, words, Rejection.INVALID_CATEGORY, KEY, bytes(event + ",\"site\":[]}"));
    }

    private void labels() {
        String span = "{\"from\":" + LAST + ",\"to\":" + NEXT;
        byte[] good = bytes(span + ",\"label\":\"normal\",\"by\":\"x\"}");
        refused(LABEL, "no key", Rejection.NULL_KEY, null, good);
        refused(LABEL, "no value", Rejection.INVALID_LABEL, KEY, null);
        refused(LABEL, "half an object", Rejection.INVALID_LABEL, span);
        refused(LABEL, "longer than 64 kB", Rejection.INVALID_LABEL, span + " ".repeat(1 << 16) + "}");
        refused(LABEL, "of no kind that there is", Rejection.INVALID_LABEL, span + ",\"label\":\"fine\"}");
        refused(LABEL, "without its beginning", Rejection.INVALID_LABEL, "{\"to\":1,\"label\":\"normal\"}");
        refused(LABEL, "to before from", Rejection.INVALID_LABEL, "{\"from\":2,\"to\":1,\"label\":\"normal\"}");
        add(
                LABEL,
                "of a key beyond `max-keys`",
                ALWAYS,
                Map.of("max-keys", "1"),
                Rejection.KEY_LIMIT,
                TestStream.bytes("other"),
                good);
    }

    private static byte[] bytes(String text) {
        return TestStream.bytes(text);
    }

    private void refused(String kind, String input, Rejection reason, String json) {
        refused(kind, input, reason, KEY, TestStream.bytes(json));
    }

    private void refused(String kind, String input, Rejection reason, byte @Nullable [] key, byte @Nullable [] value) {
        add(kind, input, ALWAYS, Map.of(), reason, key, value);
    }

    private void add(
            String kind,
            String input,
            String policy,
            Map<String, String> settings,
            Rejection reason,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        String words = switch (reason) {
            case LATE, DUPLICATE -> settings.isEmpty() ? "`late: drop`" : policy;
            case NULL_VALUE -> "`tombstones: refuse`";
            default -> policy;
        };
        rows.add(new Row(kind, input, words, settings, reason, letter(reason), none -> {}, key, value, none -> {}));
    }

    private static String letter(Rejection reason) {
        return "dead letter `" + reason.id() + "`";
    }

    /** The page of all rows. */
    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # What becomes of hostile input

                Written by the test that has one run per row. A dead letter is written in the transaction that commits its
                offset; it holds the bytes as received, and in its headers the reason, what was found and what was expected.
                The key's state is, to the byte, what it was; `streamgauge_dead_letters_total{reason}` counts it.
                These are events of JSON; those of other formats are also refused as `malformed_value` and `unknown_schema`.

                | input | such as | policy | outcome |
                |---|---|---|---|
                """);
        Map<String, Integer> seen = new HashMap<>();
        for (Row row : rows()) {
            String line =
                    "| " + row.kind() + " | " + row.input() + " | " + row.policy() + " | " + row.outcome() + " |\n";
            assertThat(seen.merge(line, 1, Integer::sum)).as("rows: %s", line).isEqualTo(1);
            page.append(line);
        }
        return page.toString();
    }
}
