package io.streamgauge.wire;

import io.streamgauge.anomaly.AnomalyState;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.StateFields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A key's state as bytes.
 *
 * <pre>
 *   magic "SGST" · format version (int) · layout (int) · network: cell, layers (byte each), units, steps and stride of a
 *   window (short each) · length of the fields (int) · fields · alerts · CRC32C of all before it (int)
 * </pre>
 *
 * <p>Little-endian; the fields in the order in which {@link KeyState#fields} passes them, without names. Their layout
 * follows from the {@link ForecasterSpec}; its fingerprint refuses a state written under another one, which may be of the
 * same length. The network stands beside it, so that a state of another network can still be read ({@link #adopt}).
 *
 * <p>Not thread-safe: one codec per thread.
 */
public final class StateCodec {

    /** The format that {@link #encode} writes. */
    public static final int FORMAT_VERSION = StateFields.LATEST;

    /**
     * The first held no readout and no season's profile, the second no alerts, the third did not say of which network it
     * is, the fourth held another score, the fifth yet another and all in full length, the sixth pieces of evidence that are
     * no more: none can be gone on with. The seventh held no tails of forecasts, which then begin anew; the eighth
     * was like the ninth, in more bytes; up to the ninth the past that windows are cut from took more, and is not gone on
     * with, and there were no levels of blocks. The tenth kept what the score has running in full length.
     */
    private static final int OLDEST_VERSION = 1;

    private static final int OLDEST_READ = 7;
    /** The version since which several targets have a joint level. */
    private static final int JOINT_SINCE = 8;

    private static final int VERSION_AT = Integer.BYTES;

    private static final int MAGIC = 0x54534753; // "SGST" in little-endian order
    private static final int HEADER_BYTES = 4 * Integer.BYTES + StateNetwork.BYTES;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private final ForecasterSpec spec;
    private final int layout;
    /** Of states of version 7, in which several targets had no joint level; without several, the same. */
    private final int layoutWithoutJoint;

    private final int fieldBytes;
    private final int sampledFieldBytes;

    public StateCodec(ForecasterSpec spec) {
        this.spec = spec;
        layout = layout(spec, true);
        layoutWithoutJoint = layout(spec, false);
        fieldBytes = measure(FORMAT_VERSION, false).bytes();
        sampledFieldBytes = measure(FORMAT_VERSION, true).bytes();
    }

    private FieldCursors.Measure measure(int version, boolean sampled) {
        FieldCursors.Measure measure = new FieldCursors.Measure(version);
        KeyState.fresh(spec, sampled).fields(measure);
        return measure;
    }

    private int layout(int version) {
        return version < JOINT_SINCE ? layoutWithoutJoint : layout;
    }

    /**
     * Bytes of an encoded state whose key never surprised; alerts and labels add some hundred at most.
     *
     * @param sampled whether windows are cut of the key
     */
    public int encodedBytes(boolean sampled) {
        return withFields(sampled ? sampledFieldBytes : fieldBytes);
    }

    private static int withFields(int fieldBytes) {
        return HEADER_BYTES + fieldBytes + AlertStateCodec.LEAST_BYTES + CHECKSUM_BYTES;
    }

    /** Bytes of a sampled key's fields by {@link StatePart}. */
    public Map<String, Integer> bytesByPart() {
        return measure(FORMAT_VERSION, true).parts();
    }

    public byte[] encode(KeyState state) {
        int length = state.series().isSampled() ? sampledFieldBytes : fieldBytes;
        byte[] bytes =
                new byte[withFields(length) + AlertStateCodec.bytes(state.alerts()) - AlertStateCodec.LEAST_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(layout);
        StateNetwork.put(spec, buffer);
        buffer.putInt(length);
        state.fields(FieldCursors.writer(bytes, buffer.position()));
        buffer.position(buffer.position() + length);
        AlertStateCodec.encode(state.alerts(), buffer);
        buffer.putInt(checksum(bytes, bytes.length - CHECKSUM_BYTES));
        return bytes;
    }

    /**
     * Reads a state.
     *
     * @throws NewerFormatException for one of a later format
     * @throws OtherLayoutException for a whole state of another layout
     * @throws WireFormatException for one that is damaged
     */
    public KeyState decode(byte[] bytes) throws WireFormatException {
        return decode(bytes, null);
    }

    /**
     * The same, without making a state anew.
     *
     * @param state one that is no longer in use; overwritten and returned, unless the bytes are of an older format; null
     *     for a new one
     */
    public KeyState decode(byte[] bytes, @Nullable KeyState state) throws WireFormatException {
        return fields(own(open(bytes)), spec, state);
    }

    /** Checks that the fields are of this layout; what is returned stands at their length. */
    private ByteBuffer own(ByteBuffer buffer) throws WireFormatException {
        int found = buffer.getInt();
        int expected = layout(buffer.getInt(VERSION_AT));
        if (found != expected) {
            throw new OtherLayoutException("state's layout is " + found + ", expected " + expected
                    + ": targets, horizons, season, bands or covariates were others when it was written");
        }
        if (!StateNetwork.skipSame(buffer, spec)) {
            ForecasterSpec written = StateNetwork.read(buffer, spec);
            throw new OtherLayoutException(
                    "state's network is " + StateNetwork.text(written) + ", expected " + StateNetwork.text(spec));
        }
        return buffer;
    }

    /**
     * What of a state of another layout can be gone on with.
     *
     * @param seriesKept whether all is there but what the network remembered; otherwise alerts and labels at most
     */
    public record Adopted(KeyState state, boolean seriesKept) {}

    /**
     * Makes a state of this layout of one that {@link #decode} refuses because it is of another.
     *
     * <p>Where only the network or its windows are others, the series goes on: scale, profile, readouts, stack, bands and
     * scorer are kept, and the network starts from rest. Otherwise the series starts afresh, and what is remembered of
     * alerts and labels is kept, where it is written as it is now.
     */
    public Adopted adopt(byte[] bytes) {
        try {
            ByteBuffer buffer = open(bytes);
            int found = buffer.getInt();
            if (found == layout(buffer.getInt(VERSION_AT))) {
                ForecasterSpec written = StateNetwork.read(buffer, spec);
                KeyState old = fields(buffer, written, null);
                return new Adopted(rewarmed(old), true);
            }
            buffer.position(buffer.position() + StateNetwork.BYTES);
            int length = buffer.getInt();
            int after = AlertStateCodec.LEAST_BYTES + CHECKSUM_BYTES;
            if (length >= 0 && length <= buffer.remaining() - after) {
                buffer.position(buffer.position() + length);
                KeyState state = KeyState.fresh(spec);
                alerts(buffer, state);
                return new Adopted(state, false);
            }
        } catch (WireFormatException e) {
            // Written by an older forecaster, or not what it says: nothing of it is gone on with.
        }
        return new Adopted(KeyState.fresh(spec), false);
    }

    private KeyState rewarmed(KeyState old) {
        byte[] kept = new byte[fieldBytes];
        old.fieldsBesideNetwork(FieldCursors.writer(kept, 0));
        SeriesState fresh = KeyState.fresh(spec, old.series().isSampled()).series();
        KeyState state = new KeyState(fresh, old.anomaly(), old.alerts());
        state.fieldsBesideNetwork(FieldCursors.reader(kept, 0));
        state.series().rewarm();
        return state;
    }

    /** Checks what stands around the fields; what is returned stands at the layout. */
    private ByteBuffer open(byte[] bytes) throws WireFormatException {
        if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
            throw new WireFormatException(
                    "state has " + bytes.length + " bytes, expected at least " + (HEADER_BYTES + CHECKSUM_BYTES));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        expect("magic", buffer.getInt(), MAGIC);
        int version = buffer.getInt();
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException("state's format version is " + version + ", expected at most "
                    + FORMAT_VERSION + ": it was written by a newer forecaster");
        }
        if (version < OLDEST_VERSION) {
            expect("format version", version, FORMAT_VERSION);
        }
        expect("checksum", checksumOf(bytes), checksum(bytes, bytes.length - CHECKSUM_BYTES));
        if (version < OLDEST_READ) {
            throw new OtherLayoutException("state has format version " + version + ", expected " + FORMAT_VERSION
                    + ": it was written by an older forecaster");
        }
        return buffer;
    }

    /**
     * Reads fields and alerts; nothing is made of a network that the bytes cannot hold.
     *
     * @param known overwritten and what is returned, if there is one and the format is the newest: an older one would leave
     *     in it what it does not hold
     */
    private KeyState fields(ByteBuffer buffer, ForecasterSpec written, @Nullable KeyState known)
            throws WireFormatException {
        int version = buffer.getInt(VERSION_AT);
        boolean newest = version == FORMAT_VERSION;
        long plain = fieldBytes;
        long larger = sampledFieldBytes;
        if (!newest || written != spec) {
            long beside = measure(version, false).bytes() - SeriesState.networkBytes(spec, false, version);
            plain = beside + SeriesState.networkBytes(written, false, version);
            larger = beside + SeriesState.networkBytes(written, true, version);
        }
        int length = buffer.getInt();
        boolean sampled = length == larger;
        if (!sampled && length != plain) {
            throw new WireFormatException("state's length of the fields is " + length + ", expected " + plain
                    + ", or more with a window buffer");
        }
        long least = (long) length + AlertStateCodec.LEAST_BYTES + CHECKSUM_BYTES;
        if (buffer.remaining() < least) {
            throw new WireFormatException(
                    "state has " + buffer.remaining() + " bytes after its header, expected at least " + least);
        }
        KeyState state = known == null || !newest ? KeyState.fresh(written, sampled) : known;
        state.series().sample(written, sampled);
        state.fields(FieldCursors.reader(buffer.array(), buffer.position(), version));
        buffer.position(buffer.position() + length);
        alerts(buffer, state);
        return state;
    }

    private static void alerts(ByteBuffer buffer, KeyState state) throws WireFormatException {
        int from = buffer.position();
        AlertStateCodec.decode(buffer.slice(from, buffer.limit() - CHECKSUM_BYTES - from), state.alerts());
    }

    /** CRC32C of an encoded state, as it stands in its last four bytes. */
    public static int checksumOf(byte[] encoded) {
        return ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getInt(encoded.length - CHECKSUM_BYTES);
    }

    /** What of a specification, beside the network and its windows, decides which field stands where. */
    private static int layout(ForecasterSpec spec, boolean joint) {
        String fields = spec.horizons() + " " + spec.inputs().calendar().season();
        // What a specification may lack adds nothing where it does.
        if (spec.targets().size() > 1) {
            fields += " " + spec.targets() + (joint ? " joint" : "");
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
        fields += " anomaly " + AnomalyState.LAYOUT + " " + spec.head().outputsPerTarget();
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
}
