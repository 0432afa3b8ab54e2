package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Measurement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of several values with covariates. */
class EventFieldsTest {
    private static final int MAX_BYTES = 4_096;
    private static final int ROWS = 32;
    private static final EventLayout LAYOUT = layout(false);
    private static final String BEGIN = "{\"t\":1500000000";

    private static EventLayout layout(boolean withoutValues) {
        return new EventLayout(
                "/t",
                List.of("/v/a", "/v/b"),
                List.of("/temp", "/promo"),
                List.of("/site", "/next/day"),
                Set.of("/promo", "/next/day"),
                ROWS,
                withoutValues);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "v":{"a":1,"b":2},"temp":3,"promo":4,"site":"x","next":{"day":"y"} | 1 | 2 | 3 | 4 | x | y
            "v":{"b":2,"a":1},"promo":4,"temp":3,"next":{"day":"y"},"site":"x" | 1 | 2 | 3 | 4 | x | y
            "v":{"a":1,"b":null},"temp":null,"promo":null,"site":null          | 1 | NaN | NaN | NaN | |
            "v":{"a":1}                                                        | 1 | NaN | NaN | NaN | |
            "v":{"b":1}                                                        | NaN | 1 | NaN | NaN | |
            "v":{"a":1},"promo":[5,6,7],"next":{"day":["y","z"]}               | 1 | NaN | NaN | 5 | | y
            "v":{"a":1},"promo":[],"next":{"day":[]}                           | 1 | NaN | NaN | NaN | |
            "v":{"a":1},"promo":[null,6],"next":{"day":[null,[]]}              | 1 | NaN | NaN | NaN | |
            "v":{"a":1},"promo":[5,{"x":[1]},[2]],"temp":3                     | 1 | NaN | 3 | 5 | |
            "v":{"a":1},"site":7,"next":{"day":true}                           | 1 | NaN | NaN | NaN | 7 | true
            "v":{"a":1},"site":7.50,"next":{"day":"7.50"}                      | 1 | NaN | NaN | NaN | 7.50 | 7.50
            """)
    void shouldReadWhatIsThere(String json, double a, double b, double temp, double promo, String site, String day)
            throws RejectedEventException {
        Measurement found = new EventReader(LAYOUT, MAX_BYTES).read(bytes(BEGIN + "," + json + "}"));
        assertThat(found)
                .isEqualTo(
                        new Measurement(1_500_000_000_000L, new double[] {a, b}, new double[] {temp, promo}, new int[] {
                            row(site), row(day)
                        }));
    }

    private static int row(String category) {
        return category == null ? Covariates.UNKNOWN : Covariates.row(category, ROWS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "v":{}                            | MISSING_VALUE    | no value at /v/a, /v/b
            "v":{"a":null,"b":null},"temp":1  | MISSING_VALUE    | no value at /v/a, /v/b
            "v":{"a":1,"b":"2"}               | NOT_NUMERIC      | /v/b is VALUE_STRING, expected a JSON number
            "v":{"a":1,"b":[2]}               | NOT_NUMERIC      | /v/b is START_ARRAY, expected a JSON number
            "v":{"a":1},"temp":"warm"         | NOT_NUMERIC      | /temp is VALUE_STRING, expected a JSON number
            "v":{"a":1},"temp":[1]            | NOT_NUMERIC      | /temp is START_ARRAY, expected a JSON number
            "v":{"a":1},"promo":["x"]         | NOT_NUMERIC      | /promo is VALUE_STRING, expected a JSON number
            "v":{"a":1},"promo":[{"x":1}]     | NOT_NUMERIC      | /promo is START_OBJECT, expected a JSON number
            "v":{"a":1},"temp":1e999          | NOT_FINITE       | /temp is Infinity, expected a finite number
            "v":{"a":1},"temp":-1e31          | OUT_OF_RANGE     | /temp is -1.0E31, expected at most ±1.0E30
            "v":{"a":1},"site":{}             | INVALID_CATEGORY | /site is START_OBJECT, expected text, a number, true or false
            "v":{"a":1},"site":["x"]          | INVALID_CATEGORY | /site is START_ARRAY, expected text, a number, true or false
            "v":{"a":1},"next":{"day":[[]]}   | INVALID_CATEGORY | /next/day is START_ARRAY, expected text, a number, true or false
            "v":{"a":1},"promo":[1,           | MALFORMED_JSON   |
            "v":{"a":1},"promo":[1,{"a":2,"a":3}] | MALFORMED_JSON |
            """)
    void shouldSayWhyAnEventIsRejected(String json, Rejection reason, String detail) {
        var reader = new EventReader(LAYOUT, MAX_BYTES);
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> reader.read(bytes(BEGIN + "," + json + "}")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.detail()).contains(detail == null ? "" : detail));
    }

    @Test
    void shouldTakeAnEventWithoutValuesWhereSomethingStandsInForThem() throws RejectedEventException {
        Measurement found = new EventReader(layout(true), MAX_BYTES).read(bytes(BEGIN + ",\"temp\":3}"));
        assertThat(found.values()).containsOnly(Double.NaN);
        assertThat(found.covariates()).containsExactly(3, Double.NaN);
    }

    @Test
    void shouldReadWhatTheWriterWrites() throws RejectedEventException {
        var writer = new EventWriter(LAYOUT);
        var reader = new EventReader(LAYOUT, MAX_BYTES);
        double[] values = {1.25, Double.NaN};
        for (List<String> categories : List.of(List.of("x", "ü\"1"), List.of("", "y"))) {
            var event =
                    new SourceEvent("k", 1_500_000_000_125L, "", values, new double[] {Double.NaN, -1e-7}, categories);
            assertThat(reader.read(writer.write(event))).isEqualTo(event.measurement(ROWS));
        }
    }

    @Test
    void shouldRefuseTwoFieldsAtOnePlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventReader("/t", "/t", MAX_BYTES))
                .withMessageContaining("'/t'");
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
