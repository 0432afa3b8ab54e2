package io.streamgauge.wire;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cursors with which {@link StateCodec} counts, writes and reads the fields of a key's state, little-endian. */
final class FieldCursors {

    private FieldCursors() {}

    /** Counts bytes, by part. */
    static final class Measure implements StateFields {
        private final Map<String, Integer> parts = new LinkedHashMap<>();
        private String part = "";
        private int bytes;

        int bytes() {
            return bytes;
        }

        /** Bytes by name, in the order in which the parts came. */
        Map<String, Integer> parts() {
            return parts;
        }

        private void add(int count) {
            bytes += count;
            parts.merge(part, count, Integer::sum);
        }

        @Override
        public void part(String name) {
            part = name;
        }

        @Override
        public long integer(long value) {
            add(Long.BYTES);
            return value;
        }

        @Override
        public int small(int value) {
            add(Integer.BYTES);
            return value;
        }

        @Override
        public double number(double value) {
            add(Double.BYTES);
            return value;
        }

        @Override
        public void reals(float[] values) {
            add(values.length * Float.BYTES);
        }

        @Override
        public void numbers(double[] values) {
            add(values.length * Double.BYTES);
        }

        @Override
        public void integers(long[] values) {
            add(values.length * Long.BYTES);
        }

        @Override
        public void shorts(short[] values) {
            add(values.length * Short.BYTES);
        }

        @Override
        public void shortFloats(float[] values) {
            add(values.length * ShortFloat.BYTES);
        }
    }

    record Writer(ByteBuffer buffer) implements StateFields {

        @Override
        public long integer(long value) {
            buffer.putLong(value);
            return value;
        }

        @Override
        public int small(int value) {
            buffer.putInt(value);
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

        @Override
        public void shorts(short[] values) {
            buffer.asShortBuffer().put(values);
            skip(values.length * Short.BYTES);
        }

        @Override
        public void shortFloats(float[] values) {
            for (float value : values) {
                int bits = Float.floatToRawIntBits(value);
                buffer.putShort((short) (bits >>> Byte.SIZE)).put((byte) (bits >>> Byte.SIZE + Short.SIZE));
            }
        }

        private void skip(int bytes) {
            buffer.position(buffer.position() + bytes);
        }
    }

    record Reader(ByteBuffer buffer) implements StateFields {

        @Override
        public long integer(long value) {
            return buffer.getLong();
        }

        @Override
        public int small(int value) {
            return buffer.getInt();
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

        @Override
        public void shorts(short[] values) {
            buffer.asShortBuffer().get(values);
            skip(values.length * Short.BYTES);
        }

        @Override
        public void shortFloats(float[] values) {
            for (int i = 0; i < values.length; i++) {
                int low = Short.toUnsignedInt(buffer.getShort());
                values[i] = Float.intBitsToFloat(low << Byte.SIZE | buffer.get() << Byte.SIZE + Short.SIZE);
            }
        }

        private void skip(int bytes) {
            buffer.position(buffer.position() + bytes);
        }
    }
}
