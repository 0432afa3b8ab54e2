package io.streamgauge.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file: named tensors and string metadata.
 *
 * <pre>
 *   header length (8 bytes, little-endian) · header (JSON in UTF-8, padded with spaces to 8 bytes) · data
 *   header: {"__metadata__": {text: text}, name: {"dtype": "F32", "shape": [..], "data_offsets": [begin, end]}, ..}
 * </pre>
 *
 * <p>The format is that of Hugging Face's safetensors 0.4, so PyTorch loads what is written here and what PyTorch saves
 * is read. The tensors fill the data from its first to its last byte without overlap or hole, and each takes as many
 * bytes as its shape and its dtype say; scalars and tensors without a value are tensors too. Anything else is refused
 * before memory is set aside for it.
 *
 * <p>Written are float32 values, with the data aligned to 8 bytes. Read are F32, F64, F16 and BF16, all of them as
 * float32 (see {@link SafetensorsType}); a header that is not padded is read, since the format's first writers left
 * the padding out. Stricter here than in the format: a header of at most 1 MiB instead of 100 MB, at most 8 dimensions,
 * lengths and offsets up to 2³¹ − 1, and no fields beside the three.
 *
 * @param metadata text by name
 * @param tensors tensors by name, in file order
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {

    /** Row-major values of the given shape. */
    public record Tensor(List<Integer> shape, float[] values) {
        public Tensor {
            shape = List.copyOf(shape);
            long size = size(shape);
            if (size != values.length) {
                throw new IllegalArgumentException(
                        "shape " + shape + " holds " + size + " values, found " + values.length);
            }
        }

        private static long size(List<Integer> shape) {
            try {
                long size = 1;
                for (int length : shape) {
                    if (length < 0) {
                        throw new IllegalArgumentException("shape " + shape + " has a length below 0");
                    }
                    size = Math.multiplyExact(size, length);
                }
                return size;
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("shape " + shape + " holds more values than an array can", e);
            }
        }
    }

    private static final int LENGTH_BYTES = Long.BYTES;

    /** The file's bytes. */
    public byte[] encode() {
        SafetensorsHeader header = SafetensorsHeader.of(metadata, tensors);
        byte[] text = header.encode();
        long size = LENGTH_BYTES + text.length + header.dataBytes();
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "safetensors would have " + size + " bytes, expected at most " + Integer.MAX_VALUE);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text);
        for (Tensor tensor : tensors.values()) {
            buffer.asFloatBuffer().put(tensor.values());
            buffer.position(buffer.position() + tensor.values().length * Float.BYTES);
        }
        return buffer.array();
    }

    /** Reads a file; refuses what breaks the format or holds anything but floating-point numbers. */
    public static Safetensors decode(byte[] bytes) throws WireFormatException {
        if (bytes.length < LENGTH_BYTES) {
            throw new WireFormatException(
                    "safetensors has " + bytes.length + " bytes, expected at least " + LENGTH_BYTES);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = buffer.getLong();
        long most = Math.min(SafetensorsHeader.MAX_BYTES, bytes.length - LENGTH_BYTES);
        if (headerLength < 2 || headerLength > most) {
            throw new WireFormatException("safetensors header length is " + headerLength + ", expected 2 to " + most);
        }
        int dataStart = LENGTH_BYTES + (int) headerLength;
        ByteBuffer text = buffer.slice(LENGTH_BYTES, (int) headerLength);
        SafetensorsHeader header = SafetensorsHeader.decode(text, bytes.length - dataStart);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            int size = (int) (entry.end() - entry.begin()) / entry.type().bytes();
            float[] values = new float[size];
            buffer.position(dataStart + (int) entry.begin());
            entry.type().read(entry.name(), buffer, values);
            tensors.put(entry.name(), new Tensor(entry.shape(), values));
        }
        return new Safetensors(header.metadata(), tensors);
    }

    /**
     * This file with the beginnings of tensor names exchanged: {@code {"": "rnn."}} makes a bare {@code nn.GRU}'s {@code
     * weight_ih_l0} the layout's {@code rnn.weight_ih_l0}. Of several beginnings that fit, the longest counts.
     */
    public Safetensors renamed(Map<String, String> prefixes) throws WireFormatException {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            String name = prefixes.keySet().stream()
                    .filter(entry.getKey()::startsWith)
                    .max(Comparator.comparingInt(String::length))
                    .map(prefix -> prefixes.get(prefix) + entry.getKey().substring(prefix.length()))
                    .orElse(entry.getKey());
            putNew(renamed, name, entry.getValue());
        }
        return new Safetensors(metadata, renamed);
    }

    /** The tensors whose names begin with the prefix, without it: what the bare module's {@code state_dict} holds. */
    public Safetensors module(String prefix) {
        Map<String, Tensor> module = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                module.put(name.substring(prefix.length()), tensor);
            }
        });
        return new Safetensors(metadata, module);
    }

    /** The tensors whose names do not begin with the prefix. */
    public Safetensors without(String prefix) {
        Map<String, Tensor> others = new LinkedHashMap<>(tensors);
        others.keySet().removeIf(name -> name.startsWith(prefix));
        return new Safetensors(metadata, others);
    }

    /** The tensors and the metadata of both files; where both have metadata of one name, this file's stands. */
    public Safetensors and(Safetensors other) throws WireFormatException {
        Map<String, String> allMetadata = new LinkedHashMap<>(metadata);
        other.metadata.forEach(allMetadata::putIfAbsent);
        Map<String, Tensor> all = new LinkedHashMap<>(tensors);
        for (Map.Entry<String, Tensor> entry : other.tensors.entrySet()) {
            putNew(all, entry.getKey(), entry.getValue());
        }
        return new Safetensors(allMetadata, all);
    }

    private static void putNew(Map<String, Tensor> tensors, String name, Tensor tensor) throws WireFormatException {
        if (tensors.putIfAbsent(name, tensor) != null) {
            throw new WireFormatException("two tensors would be named '" + name + "'");
        }
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
}
