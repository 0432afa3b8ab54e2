package io.streamgauge.wire;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryMonitor.KeyCategories;
import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.Vocabulary;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A key's categories as bytes.
 *
 * <pre>
 *   magic "SGCT" · format version (int) · layout (int) · sampled (byte) · fields · number of unknown categories (byte) ·
 *   each: length (short), UTF-8 · CRC32C of all before it (int)
 * </pre>
 *
 * <p>Little-endian; the fields in the order in which {@link KeyCategories#fields} passes them, without names. The layout is
 * a checksum of the {@link CategorySpec}, and refuses a state written under another one, of which only the first fields can
 * be read: those of {@link KeyCategories#lasting}. Not thread-safe.
 */
public final class CategoryStateCodec {

    /** The format that {@link #encode} writes; the first one had no episode and no last class. */
    public static final int FORMAT_VERSION = 2;

    private static final int FIRST_FORMAT = 1;

    private static final int MAGIC = 0x54434753; // "SGCT" in little-endian order
    private static final int HEADER_BYTES = 3 * Integer.BYTES + 1;

    private final CategoryMonitor monitor;
    private final int layout;

    public CategoryStateCodec(CategoryMonitor monitor) {
        this.monitor = monitor;
        byte[] spec = monitor.spec().toString().getBytes(StandardCharsets.UTF_8);
        layout = checksum(spec, spec.length);
    }

    /** Bytes of an encoded state without unknown categories. */
    public int encodedBytes(boolean sampled) {
        KeyCategories state = monitor.fresh("");
        state.series().sample(monitor.spec(), sampled);
        return HEADER_BYTES + fieldBytes(state, true) + 1 + Integer.BYTES;
    }

    private static int fieldBytes(KeyCategories state, boolean complete) {
        FieldCursors.Measure measure = new FieldCursors.Measure();
        state.fields(measure, complete);
        return measure.bytes();
    }

    public byte[] encode(KeyCategories state) {
        List<byte[]> unknown = state.series().unknown().stream()
                .map(category -> category.getBytes(StandardCharsets.UTF_8))
                .toList();
        int fields = fieldBytes(state, true);
        int texts = unknown.stream().mapToInt(text -> Short.BYTES + text.length).sum();
        byte[] bytes = new byte[HEADER_BYTES + fields + 1 + texts + Integer.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(layout);
        buffer.put((byte) (state.series().isSampled() ? 1 : 0));
        state.fields(FieldCursors.writer(bytes, buffer.position()), true);
        buffer.position(buffer.position() + fields);
        buffer.put((byte) unknown.size());
        unknown.forEach(text -> buffer.putShort((short) text.length).put(text));
        buffer.putInt(checksum(bytes, buffer.position()));
        return bytes;
    }

    /**
     * Reads a state.
     *
     * @throws NewerFormatException for one of a later format
     * @throws OtherLayoutException for a whole state of another layout
     * @throws WireFormatException for one that is damaged
     */
    public KeyCategories decode(byte[] bytes) throws WireFormatException {
        ByteBuffer buffer = open(bytes);
        int found = buffer.getInt();
        if (found != layout) {
            throw new OtherLayoutException("state's layout is " + found + ", expected " + layout
                    + ": vocabulary, network or windows were others when it was written");
        }
        boolean complete = isComplete(buffer);
        boolean sampled = buffer.get() != 0;
        KeyCategories state = monitor.fresh("");
        state.series().sample(monitor.spec(), sampled);
        int fields = fieldBytes(state, complete);
        requireFields(buffer, fields);
        state.fields(FieldCursors.reader(bytes, buffer.position()), complete);
        buffer.position(buffer.position() + fields);
        state.series().restoreUnknown(unknown(buffer));
        return state;
    }

    /**
     * Reads what holds of a state of whatever layout, {@link KeyCategories#lasting}; all else is that of a fresh one.
     *
     * @throws NewerFormatException for one of a later format
     * @throws WireFormatException for one that is damaged
     */
    public KeyCategories lasting(byte[] bytes) throws WireFormatException {
        ByteBuffer buffer = open(bytes).position(HEADER_BYTES);
        boolean complete = isComplete(buffer);
        KeyCategories state = monitor.fresh("");
        FieldCursors.Measure measure = new FieldCursors.Measure();
        state.lasting(measure, complete);
        requireFields(buffer, measure.bytes());
        state.lasting(FieldCursors.reader(bytes, buffer.position()), complete);
        return state;
    }

    private static boolean isComplete(ByteBuffer buffer) {
        return buffer.getInt(Integer.BYTES) > FIRST_FORMAT;
    }

    private static void requireFields(ByteBuffer buffer, int fields) throws WireFormatException {
        if (buffer.remaining() < fields + 1 + Integer.BYTES) {
            throw new WireFormatException("state has " + buffer.remaining() + " bytes after its header, expected "
                    + fields + " of fields and more");
        }
    }

    private static List<String> unknown(ByteBuffer buffer) throws WireFormatException {
        List<String> unknown = new ArrayList<>();
        try {
            for (int left = Byte.toUnsignedInt(buffer.get()); left > 0; left--) {
                byte[] text = new byte[Short.toUnsignedInt(buffer.getShort())];
                buffer.get(text);
                unknown.add(Vocabulary.cut(new String(text, StandardCharsets.UTF_8)));
            }
        } catch (BufferUnderflowException e) {
            throw new WireFormatException("state ends within its unknown categories", e);
        }
        if (buffer.remaining() != Integer.BYTES) {
            throw new WireFormatException("state has " + (buffer.remaining() - Integer.BYTES)
                    + " bytes after its unknown categories, expected none");
        }
        return unknown;
    }

    private ByteBuffer open(byte[] bytes) throws WireFormatException {
        if (bytes.length < HEADER_BYTES + 1 + Integer.BYTES) {
            throw new WireFormatException("state has " + bytes.length + " bytes, expected more");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        expect("magic", buffer.getInt(), MAGIC);
        int version = buffer.getInt();
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException("state's format version is " + version + ", expected at most "
                    + FORMAT_VERSION + ": it was written by a newer forecaster");
        }
        if (version < FIRST_FORMAT) {
            throw new WireFormatException(
                    "state's format version is " + version + ", expected " + FIRST_FORMAT + " to " + FORMAT_VERSION);
        }
        expect("checksum", StateCodec.checksumOf(bytes), checksum(bytes, bytes.length - Integer.BYTES));
        return buffer;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void expect(String what, int found, int expected) throws WireFormatException {
        if (found != expected) {
            throw new WireFormatException("state's " + what + " is " + found + ", expected " + expected);
        }
    }
}
