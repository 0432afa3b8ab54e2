package io.streamgauge.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A list of texts as one text of a file's metadata: a JSON array. */
final class TextList {

    private static final int LONGEST = 1 << 20;
    private static final JsonFactory JSON = StrictJson.factory(LONGEST);

    private TextList() {}

    static String encode(List<String> texts) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** The list under a name of the metadata, empty where there is none; refuses what is none, or is too long. */
    static List<String> decode(Map<String, String> metadata, String name, int mostTexts, int longestText)
            throws WireFormatException {
        String text = metadata.get(name);
        if (text == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            require(name, json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                texts.add(json.getText());
                require(name, texts.size() <= mostTexts && json.getTextLength() <= longestText);
            }
            require(name, json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null);
        } catch (JacksonException e) {
            throw new WireFormatException("metadata '" + name + "' is no list: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static void require(String name, boolean fits) throws WireFormatException {
        if (!fits) {
            throw new WireFormatException(
                    "metadata '" + name + "' is no list of texts, or longer than what can be written");
        }
    }
}
