package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.streamgauge.wire.SafetensorsHeader.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON of one safetensors header being read; whether the tensors' places fit together is checked afterwards. */
final class SafetensorsHeaderReader {
    /** Characters of a tensor's or a metadata's name. */
    private static final int MAX_NAME = 1 << 10;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(SafetensorsHeader.MAX_BYTES)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(20)
                    .maxDocumentLength(SafetensorsHeader.MAX_BYTES)
                    .build())
            .build();

    private final JsonParser json;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private SafetensorsHeaderReader(JsonParser json) {
        this.json = json;
    }

    /** The header that the text holds, the tensors in the order of the text. */
    static SafetensorsHeader read(String text) throws WireFormatException {
        try (JsonParser json = JSON.createParser(text)) {
            SafetensorsHeaderReader reader = new SafetensorsHeaderReader(json);
            reader.readAll();
            return new SafetensorsHeader(reader.metadata, reader.entries);
        } catch (StreamConstraintsException e) {
            throw new WireFormatException("safetensors header is beyond a limit: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new WireFormatException("safetensors header is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new WireFormatException("safetensors header is not readable: " + e.getMessage(), e);
        }
    }

    private void readAll() throws IOException, WireFormatException {
        json.nextToken();
        Set<String> names = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = text(json.currentName());
            requireNew(names, name, "header");
            expect(JsonToken.START_OBJECT, name);
            if (name.equals(SafetensorsHeader.METADATA)) {
                readMetadata();
            } else {
                entries.add(readEntry(name));
            }
        }
        if (json.nextToken() != null) {
            throw new WireFormatException("safetensors header goes on after its object");
        }
    }

    private void readMetadata() throws IOException, WireFormatException {
        Set<String> names = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = text(json.currentName());
            requireNew(names, name, "metadata");
            expect(JsonToken.VALUE_STRING, name);
            metadata.put(name, text(json.getText()));
        }
    }

    private Entry readEntry(String tensor) throws IOException, WireFormatException {
        SafetensorsType type = null;
        List<Integer> shape = null;
        List<Integer> offsets = null;
        Set<String> fields = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            requireNew(fields, field, "tensor '" + tensor + "'");
            switch (field) {
                case SafetensorsHeader.TYPE -> {
                    expect(JsonToken.VALUE_STRING, field);
                    type = SafetensorsType.of(tensor, json.getText());
                }
                case SafetensorsHeader.SHAPE -> shape = readNumbers(tensor, field, SafetensorsHeader.MAX_DIMENSIONS);
                case SafetensorsHeader.OFFSETS -> offsets = readNumbers(tensor, field, 2);
                default ->
                    throw new WireFormatException("tensor '" + tensor + "' has an unknown field '" + field + "'");
            }
        }
        type = require(type, tensor, SafetensorsHeader.TYPE);
        shape = require(shape, tensor, SafetensorsHeader.SHAPE);
        offsets = require(offsets, tensor, SafetensorsHeader.OFFSETS);
        if (offsets.size() != 2) {
            throw new WireFormatException(
                    "tensor '" + tensor + "' has " + offsets.size() + " data_offsets, expected 2");
        }
        return new Entry(tensor, type, shape, offsets.get(0), offsets.get(1));
    }

    private List<Integer> readNumbers(String tensor, String field, int most) throws IOException, WireFormatException {
        expect(JsonToken.START_ARRAY, field);
        List<Integer> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            if (values.size() == most) {
                throw new WireFormatException(
                        "tensor '" + tensor + "' has more than " + most + " numbers in its " + field);
            }
            if (json.getNumberType() != NumberType.INT || json.getIntValue() < 0) {
                throw new WireFormatException("tensor '" + tensor + "' has " + json.getText() + " in its " + field
                        + ", expected 0 to " + Integer.MAX_VALUE);
            }
            values.add(json.getIntValue());
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new WireFormatException("tensor '" + tensor + "' has " + json.currentToken() + " in its " + field
                    + ", expected whole numbers");
        }
        return List.copyOf(values);
    }

    private void expect(JsonToken token, String where) throws IOException, WireFormatException {
        JsonToken found = json.nextToken();
        if (found != token) {
            throw new WireFormatException("safetensors header has " + found + " at '" + where + "', expected " + token);
        }
    }

    private static void requireNew(Set<String> names, String name, String where) throws WireFormatException {
        if (!names.add(name)) {
            throw new WireFormatException("safetensors " + where + " has '" + name + "' twice");
        }
    }

    private static <T> T require(@Nullable T value, String tensor, String field) throws WireFormatException {
        if (value == null) {
            throw new WireFormatException("tensor '" + tensor + "' has no " + field);
        }
        return value;
    }

    /** The text itself; refuses half a surrogate pair, which JSON's escapes allow and no encoding does. */
    private static String text(String text) throws WireFormatException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new WireFormatException("safetensors header escapes half a character in a text");
        }
        return text;
    }
}
