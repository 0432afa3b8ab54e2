package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What a schema registry answers to {@code GET /schemas/ids/ID}: {@code {"schema": TEXT}}. */
public final class SchemaAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaAnswer() {}

    /** The schema's text. */
    public static String schema(byte[] body) throws IOException {
        try {
            JsonNode schema = JSON.readTree(body).get("schema");
            if (schema == null || !schema.isTextual()) {
                throw new IOException("the answer has no schema");
            }
            return schema.textValue();
        } catch (JacksonException e) {
            throw new IOException("the answer is no JSON", e);
        }
    }
}
