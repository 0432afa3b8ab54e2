package io.streamgauge.wire;

import java.nio.ByteBuffer;

/**
 * A number format of the tensors in a safetensors file, for those formats that are read as float32; each constant has
 * the name that stands in the file.
 */
enum SafetensorsType {
    /** IEEE 754 binary32, taken as it is. */
    F32(Float.BYTES),
    /** IEEE 754 binary64, rounded to the nearest float32; a finite value beyond float32 is refused. */
    F64(Double.BYTES),
    /** IEEE 754 binary16, converted exactly. */
    F16(Short.BYTES),
    /** The upper half of a binary32, converted exactly. */
    BF16(Short.BYTES);

    static final String EXPECTED = "F32, F64, F16 or BF16";

    private final int bytes;

    SafetensorsType(int bytes) {
        this.bytes = bytes;
    }

    /** The format of the given name; refuses one that is not read. */
    static SafetensorsType of(String tensor, String name) throws WireFormatException {
        for (SafetensorsType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new WireFormatException("tensor '" + tensor + "' has dtype " + name + ", expected " + EXPECTED);
    }

    /** The length of one value. */
    int bytes() {
        return bytes;
    }

    /** Reads {@code out.length} values from the position of little-endian data on. */
    void read(String tensor, ByteBuffer data, float[] out) throws WireFormatException {
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (this) {
                case F32 -> data.getFloat();
                case F64 -> narrow(tensor, data.getDouble());
                case F16 -> half(data.getShort());
                case BF16 -> Float.intBitsToFloat(data.getShort() << Short.SIZE);
            };
        }
    }

    private static float narrow(String tensor, double value) throws WireFormatException {
        float narrowed = (float) value;
        if (Float.isInfinite(narrowed) && !Double.isInfinite(value)) {
            throw new WireFormatException(
                    "tensor '" + tensor + "' holds " + value + ", beyond what a float32 can hold");
        }
        return narrowed;
    }

    /** The value of a binary16: 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            // Zero and subnormal numbers, ±fraction · 2⁻²⁴, a product without rounding.
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        // The exponent's bias goes from 15 to 127; all ones, for infinity and NaN, stays all ones.
        int widened = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }
}
