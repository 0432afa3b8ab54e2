package io.streamgauge.wire;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cursors with which {@link StateCodec} counts, writes and reads the fields of a key's state, little-endian. */
final class FieldCursors {

    private FieldCursors() {}

    /** Counts bytes, by part. */
    static final class Measure implements StateFields {
        private final Map<String, Integer> parts = new LinkedHashMap<>();
        private final int version;
        private String part = "";
        private int bytes;

        Measure() {
            this(LATEST);
        }

        Measure(int version) {
            this.version = version;
        }

        @Override
        public int version() {
            return version;
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

        @Override
        public void bytes(byte[] values) {
            add(values.length);
        }
    }

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** A cursor that writes to an array from a place on; behind the last field there is a byte more. */
    static StateFields writer(byte[] bytes, int at) {
        return new Bytes(bytes, at, StateFields.LATEST, true);
    }

    /** A cursor that reads from an array from a place on; behind the last field there is a byte more. */
    static StateFields reader(byte[] bytes, int at) {
        return reader(bytes, at, StateFields.LATEST);
    }

    /** The same for bytes of a format version. */
    static StateFields reader(byte[] bytes, int at, int version) {
        return new Bytes(bytes, at, version, false);
    }

    /**
     * Writes or reads. One class for both: a state's fields go through hundreds of calls, which are compiled into one
     * another where the cursor is of one kind alone.
     */
    private static final class Bytes implements StateFields {

        /** From so many values on a copy in one piece is faster than one value after the other. */
        private static final int BULK = 48;

        private final byte[] bytes;
        private final int version;
        private final boolean writing;
        private int at;

        Bytes(byte[] bytes, int at, int version, boolean writing) {
            this.bytes = bytes;
            this.at = at;
            this.version = version;
            this.writing = writing;
        }

        @Override
        public int version() {
            return version;
        }

        private ByteBuffer here() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(at);
        }

        @Override
        public long integer(long value) {
            int from = at;
            at = from + Long.BYTES;
            if (writing) {
                LONG.set(bytes, from, value);
                return value;
            }
            return (long) LONG.get(bytes, from);
        }

        @Override
        public int small(int value) {
            int from = at;
            at = from + Integer.BYTES;
            if (writing) {
                INT.set(bytes, from, value);
                return value;
            }
            return (int) INT.get(bytes, from);
        }

        @Override
        public double number(double value) {
            int from = at;
            at = from + Double.BYTES;
            if (writing) {
                DOUBLE.set(bytes, from, value);
                return value;
            }
            return (double) DOUBLE.get(bytes, from);
        }

        @Override
        public void reals(float[] values) {
            int from = at;
            if (values.length >= BULK) {
                FloatBuffer view = here().asFloatBuffer();
                if (writing) {
                    view.put(values);
                } else {
                    view.get(values);
                }
            } else if (writing) {
                for (int i = 0; i < values.length; i++) {
                    FLOAT.set(bytes, from + i * Float.BYTES, values[i]);
                }
            } else {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) FLOAT.get(bytes, from + i * Float.BYTES);
                }
            }
            at = from + values.length * Float.BYTES;
        }

        @Override
        public void numbers(double[] values) {
            int from = at;
            if (writing) {
                for (int i = 0; i < values.length; i++) {
                    DOUBLE.set(bytes, from + i * Double.BYTES, values[i]);
                }
            } else {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (double) DOUBLE.get(bytes, from + i * Double.BYTES);
                }
            }
            at = from + values.length * Double.BYTES;
        }

        @Override
        public void integers(long[] values) {
            int from = at;
            if (writing) {
                for (int i = 0; i < values.length; i++) {
                    LONG.set(bytes, from + i * Long.BYTES, values[i]);
                }
            } else {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (long) LONG.get(bytes, from + i * Long.BYTES);
                }
            }
            at = from + values.length * Long.BYTES;
        }

        @Override
        public void shorts(short[] values) {
            int from = at;
            if (values.length >= BULK) {
                ShortBuffer view = here().asShortBuffer();
                if (writing) {
                    view.put(values);
                } else {
                    view.get(values);
                }
            } else if (writing) {
                for (int i = 0; i < values.length; i++) {
                    SHORT.set(bytes, from + i * Short.BYTES, values[i]);
                }
            } else {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (short) SHORT.get(bytes, from + i * Short.BYTES);
                }
            }
            at = from + values.length * Short.BYTES;
        }

        /** An int for each, of which the byte too many belongs to what comes next. */
        @Override
        public void shortFloats(float[] values) {
            int from = at;
            if (writing) {
                for (int i = 0; i < values.length; i++) {
                    INT.set(bytes, from + i * ShortFloat.BYTES, Float.floatToRawIntBits(values[i]) >>> Byte.SIZE);
                }
            } else {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat((int) INT.get(bytes, from + i * ShortFloat.BYTES) << Byte.SIZE);
                }
            }
            at = from + values.length * ShortFloat.BYTES;
        }

        @Override
        public void bytes(byte[] values) {
            int from = at;
            if (writing) {
                System.arraycopy(values, 0, bytes, from, values.length);
            } else {
                System.arraycopy(bytes, from, values, 0, values.length);
            }
            at = from + values.length;
        }
    }
}
