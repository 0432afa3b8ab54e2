package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The reader of episode records, for whatever shows or sends them on; see {@link EpisodeRecord}. */
public final class EpisodeReader {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxDocumentLength(1 << 20)
                    .build())
            .build());

    private EpisodeReader() {}

    public static EpisodeRecord read(byte[] bytes) throws WireFormatException {
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new WireFormatException("episode is not JSON", e);
        }
        if (!node.path("key").isTextual() || !node.path("since").isIntegralNumber()) {
            throw new WireFormatException("episode has no key or no beginning");
        }
        return new EpisodeRecord(
                node.path("key").asText(),
                node.path("change").asText(),
                node.path("kind").asText(),
                node.path("since").asLong(),
                node.path("time").asLong(),
                number(node.path("score")),
                number(node.path("peak")),
                number(node.path("y")),
                number(node.path("expected")),
                node.path("generation").asLong(),
                node.path("model_version").asLong());
    }

    /** What is missing is null in JSON. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
