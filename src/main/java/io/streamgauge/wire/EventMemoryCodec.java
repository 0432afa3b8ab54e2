package io.streamgauge.wire;

import io.streamgauge.signal.Measurement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * An {@link EventMemory} as bytes, little-endian.
 *
 * <pre>
 *   magic "SGEM" · format version (int) · values, covariates, categories of an event (int each)
 *   · number of ids (int) · ids (long each, oldest first)
 *   · number of events (int) · of each: time (long) · offset (long) · values and covariates (double each) · categories (int each)
 *   · CRC32C of all before it (int)
 * </pre>
 */
public final class EventMemoryCodec {

    /** The format that {@link #encode} writes. */
    public static final int FORMAT_VERSION = 1;

    private static final int MAGIC = 0x4d454753; // "SGEM" in little-endian order
    private static final int HEADER_BYTES = 6 * Integer.BYTES;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private final int values;
    private final int covariates;
    private final int categories;
    private final int mostIds;
    private final int mostHeld;
    private final int heldBytes;

    /**
     * @param layout of the events
     * @param mostIds see {@link EventMemory}
     * @param mostHeld see {@link EventMemory}
     */
    public EventMemoryCodec(EventLayout layout, int mostIds, int mostHeld) {
        values = layout.targets().size();
        covariates = layout.covariates().size();
        categories = layout.categories().size();
        this.mostIds = mostIds;
        this.mostHeld = mostHeld;
        heldBytes = 2 * Long.BYTES + (values + covariates) * Double.BYTES + categories * Integer.BYTES;
    }

    /** A memory of nothing. */
    public EventMemory fresh() {
        return new EventMemory(mostIds, mostHeld);
    }

    public byte[] encode(EventMemory memory) {
        int length = HEADER_BYTES
                + memory.ids.size() * Long.BYTES
                + Integer.BYTES
                + memory.held.size() * heldBytes
                + CHECKSUM_BYTES;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC)
                .putInt(FORMAT_VERSION)
                .putInt(values)
                .putInt(covariates)
                .putInt(categories);
        out.putInt(memory.ids.size());
        memory.ids.forEach(out::putLong);
        out.putInt(memory.held.size());
        memory.held.forEach(held -> put(held, out));
        out.putInt(checksum(out.array(), out.position()));
        return out.array();
    }

    private static void put(EventMemory.HeldEvent held, ByteBuffer out) {
        Measurement measurement = held.measurement();
        out.putLong(measurement.time()).putLong(held.offset());
        for (double value : measurement.values()) {
            out.putDouble(value);
        }
        for (double covariate : measurement.covariates()) {
            out.putDouble(covariate);
        }
        for (int category : measurement.categories()) {
            out.putInt(category);
        }
    }

    /**
     * Reads a memory.
     *
     * @throws NewerFormatException for one of a later format
     * @throws OtherLayoutException for one of events with other fields
     * @throws WireFormatException for one that is damaged
     */
    public EventMemory decode(byte[] bytes) throws WireFormatException {
        if (bytes.length < HEADER_BYTES + Integer.BYTES + CHECKSUM_BYTES) {
            throw new WireFormatException("memory of events has " + bytes.length + " bytes, expected at least "
                    + (HEADER_BYTES + Integer.BYTES + CHECKSUM_BYTES));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        expect("magic", in.getInt(), MAGIC);
        int version = in.getInt();
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException("memory's format version is " + version + ", expected at most "
                    + FORMAT_VERSION + ": it was written by a newer forecaster");
        }
        expect("format version", version, FORMAT_VERSION);
        int end = bytes.length - CHECKSUM_BYTES;
        expect("checksum", in.getInt(end), checksum(bytes, end));
        if (in.getInt() != values || in.getInt() != covariates || in.getInt() != categories) {
            throw new OtherLayoutException("memory of events has other fields: targets, covariates or categories were"
                    + " others when it was written");
        }
        EventMemory memory = fresh();
        int ids = count(in, "ids", Long.BYTES, end);
        for (int i = 0; i < ids; i++) {
            memory.ids.addLast(in.getLong());
        }
        memory.trimIds();
        int held = count(in, "events", heldBytes, end);
        for (int i = 0; i < held; i++) {
            memory.held.add(event(in));
        }
        expect("length", in.position() + CHECKSUM_BYTES, bytes.length);
        return memory;
    }

    private EventMemory.HeldEvent event(ByteBuffer in) throws WireFormatException {
        long time = in.getLong();
        long offset = in.getLong();
        double[] v = new double[values];
        for (int i = 0; i < values; i++) {
            v[i] = in.getDouble();
        }
        double[] c = new double[covariates];
        for (int i = 0; i < covariates; i++) {
            c[i] = in.getDouble();
        }
        int[] rows = new int[categories];
        for (int i = 0; i < categories; i++) {
            rows[i] = in.getInt();
        }
        try {
            return new EventMemory.HeldEvent(new Measurement(time, v, c, rows), offset);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("memory of events holds no event: " + e.getMessage());
        }
    }

    private static int count(ByteBuffer in, String what, int each, int end) throws WireFormatException {
        int count = end - in.position() < Integer.BYTES ? -1 : in.getInt();
        if (count < 0 || (long) count * each > end - in.position()) {
            throw new WireFormatException("memory of events says " + count + " " + what + ", expected as many as its "
                    + (end - in.position()) + " bytes can hold");
        }
        return count;
    }

    private static void expect(String what, int found, int expected) throws WireFormatException {
        if (found != expected) {
            throw new WireFormatException("memory of events: " + what + " is " + found + ", expected " + expected);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
