package io.streamgauge.wire.bucket;

import io.streamgauge.wire.NewerFormatException;
import io.streamgauge.wire.OtherLayoutException;
import io.streamgauge.wire.WireFormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One key's {@link KeyBuckets} as bytes, little-endian.
 *
 * <pre>
 *   magic "SGBK" · format version (int) · CRC32C of the settings (int) · first, last (long each)
 *   · number of open buckets (int) · of each: beginning (long) · every accumulator's bytes
 *   · CRC32C of all before it (int)
 * </pre>
 */
final class KeyBucketsCodec {

    /** The format that {@link #encode} writes. */
    static final int FORMAT_VERSION = 1;

    private static final int MAGIC = 0x4b424753; // "SGBK" in little-endian order
    private static final int HEADER_BYTES = 4 * Integer.BYTES + 2 * Long.BYTES;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    /** What is there beside the open buckets. */
    static final int FIXED_BYTES = HEADER_BYTES + CHECKSUM_BYTES;

    private final BucketSpec spec;
    private final int settings;

    KeyBucketsCodec(BucketSpec spec) {
        this.spec = spec;
        // What an accumulator holds goes by these; grace and fill may change.
        byte[] text = (spec.every() + " " + spec.aggregates() + " " + spec.fields()).getBytes(StandardCharsets.UTF_8);
        settings = checksum(text, text.length);
    }

    byte[] encode(KeyBuckets buckets) {
        List<byte[]> parts = new ArrayList<>();
        int length = HEADER_BYTES + buckets.open.size() * Long.BYTES + CHECKSUM_BYTES;
        for (List<Accumulator> accumulators : buckets.open.values()) {
            for (Accumulator accumulator : accumulators) {
                byte[] bytes = accumulator.bytes();
                parts.add(bytes);
                length += bytes.length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(settings);
        out.putLong(buckets.first).putLong(buckets.last).putInt(buckets.open.size());
        int part = 0;
        for (Map.Entry<Long, List<Accumulator>> bucket : buckets.open.entrySet()) {
            out.putLong(bucket.getKey());
            for (int i = 0; i < bucket.getValue().size(); i++) {
                out.put(parts.get(part++));
            }
        }
        out.putInt(checksum(out.array(), out.position()));
        return out.array();
    }

    /**
     * Reads a key's buckets.
     *
     * @throws NewerFormatException for those of a later format
     * @throws OtherLayoutException for those of other settings
     * @throws WireFormatException for those that are damaged
     */
    KeyBuckets decode(byte[] bytes) throws WireFormatException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES || in.getInt() != MAGIC) {
            throw new WireFormatException("buckets have " + bytes.length + " bytes or another magic");
        }
        int version = in.getInt();
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException("buckets' format version is " + version + ", expected at most "
                    + FORMAT_VERSION + ": they were written by a newer forecaster");
        }
        int end = bytes.length - CHECKSUM_BYTES;
        if (in.getInt(end) != checksum(bytes, end)) {
            throw new WireFormatException("buckets' checksum is " + in.getInt(end) + ", expected another one");
        }
        if (in.getInt() != settings) {
            throw new OtherLayoutException("buckets were made with another every, as or fields");
        }
        try {
            KeyBuckets buckets = new KeyBuckets(in.getLong(), in.getLong());
            int open = in.getInt();
            for (int i = 0; i < open; i++) {
                buckets.open.put(in.getLong(), accumulators(in));
            }
            return buckets;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new WireFormatException("buckets end early or hold what no bucket does: " + e.getMessage());
        }
    }

    private List<Accumulator> accumulators(ByteBuffer in) {
        List<Accumulator> accumulators = new ArrayList<>();
        spec.aggregates().forEach(aggregate -> accumulators.add(Accumulator.read(aggregate, in)));
        return accumulators;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
