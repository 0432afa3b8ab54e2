package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: which tensor stands where in the data.
 *
 * @param metadata text by name
 * @param entries the tensors in the order of their data
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

    /**
     * Where one tensor stands.
     *
     * @param begin of its bytes, counted from the first byte of the data
     * @param end of its bytes, exclusive
     */
    record Entry(String name, SafetensorsType type, List<Integer> shape, long begin, long end) {}

    /** Headers longer than this are neither read nor written; the format itself allows 100 MB. */
    static final int MAX_BYTES = 1 << 20;

    /** Tensors of more dimensions are neither read nor written. */
    static final int MAX_DIMENSIONS = 8;

    static final String METADATA = "__metadata__";
    static final String TYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    private static final int ALIGNMENT = 8;
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a header, and refuses one whose tensors do not fill {@code dataBytes} bytes one after the other. */
    static SafetensorsHeader decode(ByteBuffer header, long dataBytes) throws WireFormatException {
        String text = text(header);
        if (!text.startsWith("{")) {
            throw new WireFormatException("safetensors header begins with '" + text.charAt(0) + "', expected '{'");
        }
        SafetensorsHeader read = SafetensorsHeaderReader.read(text);
        List<Entry> inOrder = read.entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        checkPlaces(inOrder, dataBytes);
        return new SafetensorsHeader(read.metadata, inOrder);
    }

    /** The header of a file that holds these tensors as float32 in the order of the map. */
    static SafetensorsHeader of(Map<String, String> metadata, Map<String, Safetensors.Tensor> tensors) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        long offset = 0;
        for (Map.Entry<String, Safetensors.Tensor> tensor : tensors.entrySet()) {
            String name = tensor.getKey();
            List<Integer> shape = tensor.getValue().shape();
            if (name.equals(METADATA) || shape.size() > MAX_DIMENSIONS) {
                throw new IllegalArgumentException("tensor '" + name + "' of shape " + shape
                        + " cannot be written: the name is reserved, or there are more than " + MAX_DIMENSIONS
                        + " dimensions");
            }
            long end = offset + (long) tensor.getValue().values().length * SafetensorsType.F32.bytes();
            entries.put(name, new Entry(name, SafetensorsType.F32, shape, offset, end));
            offset = end;
        }
        return new SafetensorsHeader(metadata, List.copyOf(entries.values()));
    }

    /** The number of bytes that all tensors take. */
    long dataBytes() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
    }

    /** This header as JSON, padded with spaces so that the data after it is aligned. */
    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            for (Entry entry : entries) {
                write(entry, json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (out.size() % ALIGNMENT != 0) {
            out.write(' ');
        }
        if (out.size() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "safetensors header has " + out.size() + " bytes, expected at most " + MAX_BYTES);
        }
        return out.toByteArray();
    }

    private static void write(Entry entry, JsonGenerator json) throws IOException {
        int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
        json.writeObjectFieldStart(entry.name());
        json.writeStringField(TYPE, entry.type().name());
        json.writeFieldName(SHAPE);
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName(OFFSETS);
        json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
        json.writeEndObject();
    }

    private static String text(ByteBuffer header) throws WireFormatException {
        try {
            // A new decoder reports what is not UTF-8 instead of replacing it.
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(header);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new WireFormatException("safetensors header is not UTF-8", e);
        }
    }

    private static void checkPlaces(List<Entry> inOrder, long dataBytes) throws WireFormatException {
        long filled = 0;
        for (Entry entry : inOrder) {
            if (entry.begin() != filled) {
                throw new WireFormatException("tensor '" + entry.name() + "' begins at " + entry.begin()
                        + ", expected " + filled + ": there is "
                        + (entry.begin() < filled ? "an overlap" : "a hole"));
            }
            checkSize(entry, dataBytes);
            filled = entry.end();
        }
        if (filled != dataBytes) {
            throw new WireFormatException("safetensors data has " + dataBytes + " bytes, its tensors fill " + filled);
        }
    }

    private static void checkSize(Entry entry, long dataBytes) throws WireFormatException {
        if (entry.end() < entry.begin()) {
            throw new WireFormatException(
                    "tensor '" + entry.name() + "' ends at " + entry.end() + ", before it begins at " + entry.begin());
        }
        if (entry.end() > dataBytes) {
            throw new WireFormatException(
                    "tensor '" + entry.name() + "' ends at " + entry.end() + ", the data ends at " + dataBytes);
        }
        long expected = entry.type().bytes();
        try {
            for (int length : entry.shape()) {
                expected = Math.multiplyExact(expected, length);
            }
        } catch (ArithmeticException e) {
            throw new WireFormatException(
                    "tensor '" + entry.name() + "' has shape " + entry.shape() + ", more values than a file can hold",
                    e);
        }
        if (entry.end() - entry.begin() != expected) {
            throw new WireFormatException("tensor '" + entry.name() + "' spans " + (entry.end() - entry.begin())
                    + " bytes, its shape " + entry.shape() + " of " + entry.type() + " expects " + expected);
        }
    }
}
