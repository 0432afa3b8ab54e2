package io.streamgauge.wire;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cursors with which {@link StateCodec} counts, writes and reads the fields of a key's state, little-endian. */
final class FieldCursors {

    private FieldCursors() {}

    /** Counts bytes, by part. */
    static final class Measure implements StateFields {
        private final Map<String, Integer> parts = new LinkedHashMap<>();
        private final int format;
        private String part = "";
        private int bytes;

        Measure() {
            this(Integer.MAX_VALUE);
        }

        /** Counts those of an older format. */
        Measure(int format) {
            this.format = format;
        }

        @Override
        public int format() {
            return format;
        }

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

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** Writes to an array, from a place on. */
    static final class Writer implements StateFields {
        private final byte[] bytes;
        private int at;

        Writer(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        @Override
        public long integer(long value) {
            LONG.set(bytes, at, value);
            at += Long.BYTES;
            return value;
        }

        @Override
        public int small(int value) {
            INT.set(bytes, at, value);
            at += Integer.BYTES;
            return value;
        }

        @Override
        public double number(double value) {
            DOUBLE.set(bytes, at, value);
            at += Double.BYTES;
            return value;
        }

        @Override
        public void reals(float[] values) {
            int to = at;
            for (int i = 0; i < values.length; i++) {
                FLOAT.set(bytes, to + i * Float.BYTES, values[i]);
            }
            at = to + values.length * Float.BYTES;
        }

        @Override
        public void numbers(double[] values) {
            int to = at;
            for (int i = 0; i < values.length; i++) {
                DOUBLE.set(bytes, to + i * Double.BYTES, values[i]);
            }
            at = to + values.length * Double.BYTES;
        }

        @Override
        public void integers(long[] values) {
            int to = at;
            for (int i = 0; i < values.length; i++) {
                LONG.set(bytes, to + i * Long.BYTES, values[i]);
            }
            at = to + values.length * Long.BYTES;
        }

        @Override
        public void shorts(short[] values) {
            int to = at;
            for (int i = 0; i < values.length; i++) {
                SHORT.set(bytes, to + i * Short.BYTES, values[i]);
            }
            at = to + values.length * Short.BYTES;
        }

        @Override
        public void shortFloats(float[] values) {
            int to = at;
            for (float value : values) {
                int bits = Float.floatToRawIntBits(value);
                SHORT.set(bytes, to, (short) (bits >>> Byte.SIZE));
                bytes[to + Short.BYTES] = (byte) (bits >>> Byte.SIZE + Short.SIZE);
                to += ShortFloat.BYTES;
            }
            at = to;
        }
    }

    /** Reads from an array, from a place on. */
    static final class Reader implements StateFields {
        private final byte[] bytes;
        private final int format;
        private int at;

        Reader(byte[] bytes, int at) {
            this(bytes, at, Integer.MAX_VALUE);
        }

        /** Reads those of an older format. */
        Reader(byte[] bytes, int at, int format) {
            this.bytes = bytes;
            this.at = at;
            this.format = format;
        }

        @Override
        public int format() {
            return format;
        }

        @Override
        public long integer(long value) {
            long read = (long) LONG.get(bytes, at);
            at += Long.BYTES;
            return read;
        }

        @Override
        public int small(int value) {
            int read = (int) INT.get(bytes, at);
            at += Integer.BYTES;
            return read;
        }

        @Override
        public double number(double value) {
            double read = (double) DOUBLE.get(bytes, at);
            at += Double.BYTES;
            return read;
        }

        @Override
        public void reals(float[] values) {
            int from = at;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) FLOAT.get(bytes, from + i * Float.BYTES);
            }
            at = from + values.length * Float.BYTES;
        }

        @Override
        public void numbers(double[] values) {
            int from = at;
            for (int i = 0; i < values.length; i++) {
                values[i] = (double) DOUBLE.get(bytes, from + i * Double.BYTES);
            }
            at = from + values.length * Double.BYTES;
        }

        @Override
        public void integers(long[] values) {
            int from = at;
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) LONG.get(bytes, from + i * Long.BYTES);
            }
            at = from + values.length * Long.BYTES;
        }

        @Override
        public void shorts(short[] values) {
            int from = at;
            for (int i = 0; i < values.length; i++) {
                values[i] = (short) SHORT.get(bytes, from + i * Short.BYTES);
            }
            at = from + values.length * Short.BYTES;
        }

        @Override
        public void shortFloats(float[] values) {
            int from = at;
            for (int i = 0; i < values.length; i++) {
                int low = Short.toUnsignedInt((short) SHORT.get(bytes, from));
                values[i] =
                        Float.intBitsToFloat(low << Byte.SIZE | bytes[from + Short.BYTES] << Byte.SIZE + Short.SIZE);
                from += ShortFloat.BYTES;
            }
            at = from;
        }
    }
}
