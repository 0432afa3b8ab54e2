package io.streamgauge.wire;

import io.streamgauge.anomaly.AnomalyState;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.StateFields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A key's state as bytes.
 *
 * <pre>
 *   magic "SGST" · format version (int) · layout (int) · length of the fields (int) · fields · CRC32C of all before it (int)
 * </pre>
 *
 * <p>Little-endian; the fields in the order in which {@link KeyState#fields} passes them, without names. Their layout
 * follows from the {@link ForecasterSpec}; its fingerprint refuses a state written under another one, which may be of the
 * same length.
 *
 * <p>Not thread-safe: one codec per thread.
 */
public final class StateCodec {

    /** The format that {@link #encode} writes. */
    public static final int FORMAT_VERSION = 2;

    /** Held no readout and no season's profile: nothing of it can be gone on with. */
    private static final int FIRST_VERSION = 1;

    private static final int MAGIC = 0x54534753; // "SGST" in little-endian order
    private static final int HEADER_BYTES = 4 * Integer.BYTES;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private final ForecasterSpec spec;
    private final int layout;
    private final int fieldBytes;

    public StateCodec(ForecasterSpec spec) {
        this.spec = spec;
        layout = layout(spec);
        Measure measure = new Measure();
        KeyState.fresh(spec).fields(measure);
        fieldBytes = measure.bytes;
    }

    /** Bytes of every encoded state. */
    public int encodedBytes() {
        return HEADER_BYTES + fieldBytes + CHECKSUM_BYTES;
    }

    public byte[] encode(KeyState state) {
        byte[] bytes = new byte[encodedBytes()];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(layout).putInt(fieldBytes);
        state.fields(new Writer(buffer));
        buffer.putInt(checksum(bytes, bytes.length - CHECKSUM_BYTES));
        return bytes;
    }

    /**
     * Reads a state.
     *
     * @throws OtherLayoutException for a whole state of another layout
     * @throws WireFormatException for one that is damaged
     */
    public KeyState decode(byte[] bytes) throws WireFormatException {
        if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
            throw new WireFormatException(
                    "state has " + bytes.length + " bytes, expected at least " + (HEADER_BYTES + CHECKSUM_BYTES));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        expect("magic", buffer.getInt(), MAGIC);
        int version = buffer.getInt();
        if (version != FIRST_VERSION) {
            expect("format version", version, FORMAT_VERSION);
        }
        expect("checksum", checksumOf(bytes), checksum(bytes, bytes.length - CHECKSUM_BYTES));
        if (version == FIRST_VERSION) {
            throw new OtherLayoutException("state has format version " + version + ", expected " + FORMAT_VERSION
                    + ": it was written by an older forecaster");
        }
        int found = buffer.getInt();
        if (found != layout) {
            throw new OtherLayoutException("state's layout is " + found + ", expected " + layout
                    + ": horizons, network or windows were others when it was written");
        }
        expect("length of the fields", buffer.getInt(), fieldBytes);
        expect("length", bytes.length, encodedBytes());
        KeyState state = KeyState.fresh(spec);
        state.fields(new Reader(buffer));
        return state;
    }

    /** CRC32C of an encoded state, as it stands in its last four bytes. */
    public static int checksumOf(byte[] encoded) {
        return ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getInt(encoded.length - CHECKSUM_BYTES);
    }

    /** What of a specification decides which field stands where. */
    private static int layout(ForecasterSpec spec) {
        String fields = spec.horizons() + " " + spec.cell().id() + " " + spec.hiddenSize() + " " + spec.layers() + " "
                + spec.windowSteps() + " " + spec.windowStride() + " "
                + spec.inputs().calendar().season();
        // What a specification may lack adds nothing where it does.
        if (spec.targets().size() > 1) {
            fields += " " + spec.targets();
        }
        if (spec.bandLevels().size() > 1) {
            fields += " " + spec.bandLevels();
        }
        InputSpec inputs = spec.inputs();
        if (!inputs.covariates().equals(Covariates.NONE)) {
            fields += " " + inputs.covariates();
        }
        if (inputs.calendar().hasHolidays()) {
            fields += " holidays";
        }
        if (inputs.gaps().input()) {
            fields += " gaps";
        }
        fields += " anomaly " + AnomalyState.LAYOUT;
        byte[] text = fields.getBytes(StandardCharsets.UTF_8);
        return checksum(text, text.length);
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

    private static final class Measure implements StateFields {
        private int bytes;

        @Override
        public long integer(long value) {
            bytes += Long.BYTES;
            return value;
        }

        @Override
        public double number(double value) {
            bytes += Double.BYTES;
            return value;
        }

        @Override
        public void reals(float[] values) {
            bytes += values.length * Float.BYTES;
        }

        @Override
        public void numbers(double[] values) {
            bytes += values.length * Double.BYTES;
        }

        @Override
        public void integers(long[] values) {
            bytes += values.length * Long.BYTES;
        }
    }

    private record Writer(ByteBuffer buffer) implements StateFields {

        @Override
        public long integer(long value) {
            buffer.putLong(value);
            return value;
        }

        @Override
        public double number(double value) {
            buffer.putDouble(value);
            return value;
        }

        @Override
        public void reals(float[] values) {
            buffer.asFloatBuffer().put(values);
            skip(values.length * Float.BYTES);
        }

        @Override
        public void numbers(double[] values) {
            buffer.asDoubleBuffer().put(values);
            skip(values.length * Double.BYTES);
        }

        @Override
        public void integers(long[] values) {
            buffer.asLongBuffer().put(values);
            skip(values.length * Long.BYTES);
        }

        private void skip(int bytes) {
            buffer.position(buffer.position() + bytes);
        }
    }

    private record Reader(ByteBuffer buffer) implements StateFields {

        @Override
        public long integer(long value) {
            return buffer.getLong();
        }

        @Override
        public double number(double value) {
            return buffer.getDouble();
        }

        @Override
        public void reals(float[] values) {
            buffer.asFloatBuffer().get(values);
            skip(values.length * Float.BYTES);
        }

        @Override
        public void numbers(double[] values) {
            buffer.asDoubleBuffer().get(values);
            skip(values.length * Double.BYTES);
        }

        @Override
        public void integers(long[] values) {
            buffer.asLongBuffer().get(values);
            skip(values.length * Long.BYTES);
        }

        private void skip(int bytes) {
            buffer.position(buffer.position() + bytes);
        }
    }
}
