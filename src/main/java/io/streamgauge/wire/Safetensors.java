package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file of float32 tensors: named tensors and string metadata.
 *
 * <pre>
 *   header length (8 bytes, little-endian) · header (JSON, padded with spaces to 8 bytes) · data
 *   header: {"__metadata__": {text: text}, name: {"dtype": "F32", "shape": [..], "data_offsets": [begin, end]}, ..}
 * </pre>
 *
 * <p>The tensors fill the data from its first to its last byte without overlap or hole, as the format demands; anything
 * else is refused before memory is set aside for it. The format is that of Hugging Face's safetensors 0.4, so PyTorch
 * loads what is written here.
 *
 * @param metadata text by name
 * @param tensors tensors by name, in file order
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {

    /** Row-major values of the given shape. */
    public record Tensor(List<Integer> shape, float[] values) {
        public Tensor {
            shape = List.copyOf(shape);
            long size = 1;
            for (int length : shape) {
                size *= length;
            }
            if (size != values.length) {
                throw new IllegalArgumentException(
                        "shape " + shape + " holds " + size + " values, found " + values.length);
            }
        }
    }

    private record Entry(String name, List<Integer> shape, long begin, long end) {}

    private static final String METADATA = "__metadata__";
    private static final String FLOAT32 = "F32";
    private static final int LENGTH_BYTES = Long.BYTES;
    private static final int ALIGNMENT = 8;
    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final int MAX_DIMENSIONS = 8;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(1 << 16)
                    .maxNameLength(1 << 10)
                    .maxNumberLength(20)
                    .maxDocumentLength(MAX_HEADER_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The file's bytes. */
    public byte[] encode() {
        byte[] header = header();
        int dataBytes = tensors.values().stream()
                .mapToInt(t -> t.values().length * Float.BYTES)
                .sum();
        ByteBuffer buffer =
                ByteBuffer.allocate(LENGTH_BYTES + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(header.length).put(header);
        for (Tensor tensor : tensors.values()) {
            buffer.asFloatBuffer().put(tensor.values());
            buffer.position(buffer.position() + tensor.values().length * Float.BYTES);
        }
        return buffer.array();
    }

    private byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            long offset = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor tensor = entry.getValue();
                long end = offset + (long) tensor.values().length * Float.BYTES;
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", FLOAT32);
                json.writeFieldName("shape");
                json.writeArray(
                        tensor.shape().stream().mapToInt(Integer::intValue).toArray(),
                        0,
                        tensor.shape().size());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, end}, 0, 2);
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (out.size() % ALIGNMENT != 0) {
            out.write(' ');
        }
        return out.toByteArray();
    }

    /** Reads a file; refuses what breaks the format or holds anything but float32. */
    public static Safetensors decode(byte[] bytes) throws WireFormatException {
        if (bytes.length < LENGTH_BYTES) {
            throw new WireFormatException("safetensors has " + bytes.length + " bytes, expected at least 8");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = buffer.getLong();
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER_BYTES, bytes.length - LENGTH_BYTES)) {
            throw new WireFormatException("safetensors header length is " + headerLength + ", expected 2 to "
                    + Math.min(MAX_HEADER_BYTES, bytes.length - LENGTH_BYTES));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        readHeader(new String(bytes, LENGTH_BYTES, (int) headerLength, StandardCharsets.UTF_8), metadata, entries);
        int dataStart = LENGTH_BYTES + (int) headerLength;
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long expectedBegin = 0;
        for (Entry entry : entries) {
            check(entry, expectedBegin, bytes.length - dataStart);
            float[] values = new float[(int) ((entry.end() - entry.begin()) / Float.BYTES)];
            buffer.position(dataStart + (int) entry.begin());
            buffer.asFloatBuffer().get(values);
            tensors.put(entry.name(), new Tensor(entry.shape(), values));
            expectedBegin = entry.end();
        }
        if (expectedBegin != bytes.length - dataStart) {
            throw new WireFormatException(
                    "safetensors data has " + (bytes.length - dataStart) + " bytes, its tensors fill " + expectedBegin);
        }
        return new Safetensors(metadata, tensors);
    }

    /** The tensor of that name; refuses a file that has none, or one of another shape. */
    public float[] require(String name, List<Integer> shape) throws WireFormatException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new WireFormatException("no tensor '" + name + "', found " + tensors.keySet());
        }
        if (!tensor.shape().equals(shape)) {
            throw new WireFormatException("tensor '" + name + "' has shape " + tensor.shape() + ", expected " + shape);
        }
        return tensor.values();
    }

    /** The metadata of that name; refuses a file that has none. */
    public String require(String name) throws WireFormatException {
        String text = metadata.get(name);
        if (text == null) {
            throw new WireFormatException("no metadata '" + name + "', found " + metadata.keySet());
        }
        return text;
    }

    /** The metadata of that name as a whole number. */
    public long requireLong(String name) throws WireFormatException {
        String text = require(name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new WireFormatException("metadata '" + name + "' is '" + text + "', expected a whole number", e);
        }
    }

    /** The metadata of that name as a number. */
    public double requireDouble(String name) throws WireFormatException {
        String text = require(name);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new WireFormatException("metadata '" + name + "' is '" + text + "', expected a number", e);
        }
    }

    private static void check(Entry entry, long expectedBegin, long dataBytes) throws WireFormatException {
        if (entry.begin() != expectedBegin) {
            throw new WireFormatException("tensor '" + entry.name() + "' begins at " + entry.begin() + ", expected "
                    + expectedBegin + ": tensors neither overlap nor leave holes");
        }
        long size = Float.BYTES;
        for (int length : entry.shape()) {
            size *= length;
            if (size > dataBytes) {
                break;
            }
        }
        if (entry.end() > dataBytes || entry.end() - entry.begin() != size) {
            throw new WireFormatException("tensor '" + entry.name() + "' spans bytes " + entry.begin() + " to "
                    + entry.end() + " of " + dataBytes + ", its shape " + entry.shape() + " expects " + size);
        }
    }

    private static void readHeader(String header, Map<String, String> metadata, List<Entry> entries)
            throws WireFormatException {
        if (header.charAt(0) != '{') {
            throw new WireFormatException("safetensors header begins with '" + header.charAt(0) + "', expected '{'");
        }
        try (JsonParser json = JSON.createParser(header)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                expect(json, JsonToken.START_OBJECT, name);
                if (name.equals(METADATA)) {
                    readMetadata(json, metadata);
                } else {
                    entries.add(readEntry(json, name));
                }
            }
            if (json.nextToken() != null) {
                throw new WireFormatException("safetensors header goes on after its object");
            }
        } catch (IOException e) {
            throw new WireFormatException(
                    "safetensors header is not JSON: " + e.getClass().getSimpleName(), e);
        }
    }

    private static void readMetadata(JsonParser json, Map<String, String> metadata)
            throws IOException, WireFormatException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(json, JsonToken.VALUE_STRING, name);
            metadata.put(name, json.getText());
        }
    }

    private static Entry readEntry(JsonParser json, String name) throws IOException, WireFormatException {
        boolean typed = false;
        List<Long> shape = null;
        List<Long> offsets = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            switch (field) {
                case "dtype" -> {
                    expect(json, JsonToken.VALUE_STRING, field);
                    if (!json.getText().equals(FLOAT32)) {
                        throw new WireFormatException(
                                "tensor '" + name + "' has dtype " + json.getText() + ", expected " + FLOAT32);
                    }
                    typed = true;
                }
                case "shape" -> shape = readLongs(json, name);
                case "data_offsets" -> offsets = readLongs(json, name);
                default -> throw new WireFormatException("tensor '" + name + "' has an unknown field '" + field + "'");
            }
        }
        if (!typed || shape == null) {
            throw new WireFormatException("tensor '" + name + "' has no " + (typed ? "shape" : "dtype"));
        }
        if (offsets.size() != 2) {
            throw new WireFormatException("tensor '" + name + "' has " + offsets.size() + " data offsets, expected 2");
        }
        return new Entry(name, shape.stream().map(Long::intValue).toList(), offsets.get(0), offsets.get(1));
    }

    private static List<Long> readLongs(JsonParser json, String name) throws IOException, WireFormatException {
        expect(json, JsonToken.START_ARRAY, name);
        List<Long> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            long value = json.getLongValue();
            if (value < 0 || value > Integer.MAX_VALUE || values.size() == MAX_DIMENSIONS) {
                throw new WireFormatException("tensor '" + name + "' has a length or offset of " + value
                        + ", expected 0 to " + Integer.MAX_VALUE + " in at most " + MAX_DIMENSIONS + " dimensions");
            }
            values.add(value);
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new WireFormatException("tensor '" + name + "' has a length that is no whole number");
        }
        return values;
    }

    private static void expect(JsonParser json, JsonToken token, String where) throws IOException, WireFormatException {
        JsonToken found = json.nextToken();
        if (found != token) {
            throw new WireFormatException("safetensors header has " + found + " at '" + where + "', expected " + token);
        }
    }
}
