package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueKeyReaderTest {

    private static final int MAX_BYTES = 200;

    private static byte[] read(String pointers, String json) throws RejectedEventException {
        return new ValueKeyReader(List.of(pointers.split(",")), MAX_BYTES).read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            /user/id      ; {"user":{"id":"ü1"},"x":[1,{"user":2}]}   ; ü1
            /user         ; {"user":7.50}                             ; 7.50
            /user         ; {"user":true}                             ; true
            /user         ; {"user":"a|b"}                            ; a|b
            /a,/b         ; {"b":"y","a":"x"}                         ; x|y
            /a,/b         ; {"a":"x|","b":"y"}                        ; x\\||y
            """)
    void shouldJoinWhatStandsInTheEvent(String pointers, String json, String key) throws RejectedEventException {
        assertThat(read(pointers, json)).asString(StandardCharsets.UTF_8).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            /user    ; {"x":1}                  ; NULL_KEY
            /user    ; {"user":null}            ; NULL_KEY
            /user    ; {"user":""}              ; NULL_KEY
            /user    ; {"user":{"id":1}}        ; NULL_KEY
            /a,/b    ; {"a":1}                  ; NULL_KEY
            /user    ; {"user":                 ; MALFORMED_JSON
            /user    ; ["user"]                 ; MALFORMED_JSON
            /user    ; {"user":1,"user":2}      ; MALFORMED_JSON
            """)
    void shouldSayWhyThereIsNone(String pointers, String json, Rejection reason) {
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> read(pointers, json))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
