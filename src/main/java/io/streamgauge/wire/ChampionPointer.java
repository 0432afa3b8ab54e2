package io.streamgauge.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The pointer to the version in charge, as JSON.
 *
 * @param generation rises with every change
 * @param version the version pointed at
 * @param sha256 of that version's record
 */
public record ChampionPointer(long generation, long version, String sha256) {

    private static final int MAX_BYTES = 1_024;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public ChampionPointer {
        if (generation < 1 || version < 1 || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("champion is generation " + generation + ", version " + version
                    + ", expected both at least 1 and a SHA-256 in hexadecimal digits");
        }
    }

    public byte[] encode() {
        ObjectNode node = JSON.createObjectNode();
        node.put("generation", generation);
        node.put("version", version);
        node.put("sha256", sha256);
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new IllegalStateException("a flat object is always JSON", e);
        }
    }

    public static ChampionPointer decode(byte[] bytes) throws WireFormatException {
        if (bytes.length > MAX_BYTES) {
            throw new WireFormatException("champion has " + bytes.length + " bytes, expected at most " + MAX_BYTES);
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            return new ChampionPointer(
                    number(node, "generation"),
                    number(node, "version"),
                    node.path("sha256").asText());
        } catch (IOException | IllegalArgumentException e) {
            throw new WireFormatException("champion pointer is malformed: " + e.getMessage(), e);
        }
    }

    private static long number(JsonNode node, String name) throws WireFormatException {
        JsonNode number = node.path(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new WireFormatException("champion pointer has no whole number '" + name + "'");
        }
        return number.longValue();
    }
}
