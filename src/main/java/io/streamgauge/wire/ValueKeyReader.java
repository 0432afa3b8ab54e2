package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reader of a series key that stands in the event itself: the texts, numbers or flags of one or several fields, joined.
 * Not thread-safe.
 */
public final class ValueKeyReader {

    /** What stands between the fields of a joined key; within one of them it and the escape follow an escape. */
    public static final String JOINT = "|";

    private static final String ESCAPE = "\\";

    private final List<String> pointers;
    private final PointerTree root;
    private final JsonFactory json;
    private final int maxBytes;
    private final String[] found;

    /**
     * @param pointers JSON pointers of the fields, in the order in which they are joined
     * @param maxBytes longest event
     */
    public ValueKeyReader(List<String> pointers, int maxBytes) {
        this.pointers = List.copyOf(pointers);
        this.maxBytes = maxBytes;
        root = PointerTree.of(pointers);
        json = StrictJson.factory(maxBytes);
        found = new String[pointers.size()];
    }

    /** The key as UTF-8. */
    public byte[] read(byte @Nullable [] bytes) throws RejectedEventException {
        if (bytes == null) {
            throw new RejectedEventException(Rejection.NULL_VALUE, "the record has no value");
        }
        if (bytes.length > maxBytes) {
            throw new RejectedEventException(
                    Rejection.OVERSIZE_EVENT, "event has " + bytes.length + " bytes, expected at most " + maxBytes);
        }
        Arrays.fill(found, "");
        try (JsonParser parser = json.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedEventException(Rejection.MALFORMED_JSON, "event is no JSON object");
            }
            readObject(parser, root);
        } catch (JsonParseException e) {
            throw new RejectedEventException(Rejection.MALFORMED_JSON, StrictJson.oneLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new RejectedEventException(Rejection.MALFORMED_JSON, StrictJson.oneLine(e.getMessage()));
        }
        return joined().getBytes(StandardCharsets.UTF_8);
    }

    private String joined() throws RejectedEventException {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < found.length; i++) {
            if (found[i].isEmpty()) {
                throw new RejectedEventException(
                        Rejection.NULL_KEY, "no text, number or flag at " + pointers.get(i) + ", expected the key");
            }
            String escaped = found.length == 1 ? found[i] : escaped(found[i]);
            key.append(i == 0 ? "" : JOINT).append(escaped);
        }
        return key.toString();
    }

    private static String escaped(String text) {
        return text.replace(ESCAPE, ESCAPE + ESCAPE).replace(JOINT, ESCAPE + JOINT);
    }

    private void readObject(JsonParser parser, PointerTree node) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            PointerTree member = node.member(parser.currentName());
            JsonToken token = parser.nextToken();
            if (member != null
                    && member.field() != PointerTree.NO_FIELD
                    && token.isScalarValue()
                    && token != JsonToken.VALUE_NULL) {
                found[member.field()] = parser.getText();
            }
            if (member != null && token == JsonToken.START_OBJECT) {
                readObject(parser, member);
            } else {
                parser.skipChildren();
            }
        }
    }
}
