package io.streamgauge.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Flat records as JSON, each read from a few kilobytes at most. */
final class SmallJson {

    static final int MAX_BYTES = 4_096;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(3)
                            .maxStringLength(MAX_BYTES)
                            .maxNameLength(64)
                            .maxNumberLength(32)
                            .maxDocumentLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private SmallJson() {}

    static byte[] encode(Object record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JacksonException e) {
            throw new IllegalStateException("a flat record is always JSON", e);
        }
    }

    static <T> T decode(byte[] bytes, Class<T> type, String what) throws WireFormatException {
        if (bytes.length > MAX_BYTES) {
            throw new WireFormatException(what + " has " + bytes.length + " bytes, expected at most " + MAX_BYTES);
        }
        try {
            T read = JSON.readValue(bytes, type);
            if (read == null) {
                throw new WireFormatException(what + " is null, expected an object");
            }
            return read;
        } catch (JacksonException e) {
            throw new WireFormatException(what + " is malformed: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new WireFormatException(what + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Text that stands in one line of a log or table. */
    static String line(String text, int most) {
        String line = text.codePoints()
                .filter(point -> !Character.isISOControl(point))
                .limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.strip();
    }
}
