package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * What a schema registry answers to {@code GET /schemas/ids/ID}: {@code {"schema": TEXT}}, or {@code {"error_code": 40403}} for
 * an id that it does not know.
 */
public final class SchemaAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private SchemaAnswer() {}

    /** The schema's text. */
    public static String schema(byte[] body) throws IOException {
        JsonNode schema = tree(body).path("schema");
        if (!schema.isTextual()) {
            throw new IOException("answers without a schema");
        }
        return schema.textValue();
    }

    /** Whether the answer says that there is no such schema, and not that there is no such page. */
    public static boolean isUnknownSchema(byte[] body) {
        try {
            return tree(body).path("error_code").asInt() == SCHEMA_NOT_FOUND;
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode tree(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IOException("answers what is no JSON", e);
        }
    }
}
