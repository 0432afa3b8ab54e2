package io.streamgauge.trainer;

import io.streamgauge.learn.AdamState;
import io.streamgauge.learn.Contender;
import io.streamgauge.learn.TrainerState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.WireFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A checkpoint as bytes.
 *
 * <pre>
 *   magic "SGTC" · format version (int) · network (text) · counters · three sets of weights · both Adam moments ·
 *   times trained until by key · the contender with its own · CRC32C of all before it (int)
 * </pre>
 *
 * <p>Big-endian, as {@link DataOutputStream} writes. A checkpoint of another network is refused.
 */
final class CheckpointCodec {

    private static final int MAGIC = 0x53475443; // "SGTC"
    private static final int FORMAT_VERSION = 2;

    private final NetworkSpec spec;

    CheckpointCodec(NetworkSpec spec) {
        this.spec = spec;
    }

    byte[] encode(Checkpoint checkpoint) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TrainerState state = checkpoint.state();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT_VERSION);
            out.writeUTF(spec.toString());
            out.writeLong(checkpoint.generation());
            out.writeLong(checkpoint.version());
            out.writeDouble(checkpoint.trainLoss());
            out.writeDouble(checkpoint.gradientNorm());
            out.writeLong(checkpoint.cursor());
            out.writeLong(checkpoint.replayFrom());
            out.writeLong(state.updates());
            out.writeLong(state.blocks());
            out.writeLong(state.windows());
            out.writeLong(state.promotions());
            out.writeLong(state.untilTime());
            out.writeLong(state.droppedUntil());
            out.writeInt(state.replayWindows());
            write(out, state.candidate().toArray());
            write(out, state.champion().toArray());
            write(out, state.first().toArray());
            out.writeLong(state.adam().steps());
            write(out, state.adam().firstMoment());
            write(out, state.adam().secondMoment());
            write(out, state.trainedUntil());
            write(out, state.contender().weights().toArray());
            write(out, state.contender().trainedUntil());
            out.writeLong(state.contender().droppedUntil());
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    Checkpoint decode(byte[] bytes) throws WireFormatException {
        int body = bytes.length - Integer.BYTES;
        if (body < 2 * Integer.BYTES || ByteBuffer.wrap(bytes).getInt(body) != checksum(bytes, body)) {
            throw new WireFormatException("checkpoint of " + bytes.length + " bytes does not match its checksum");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body))) {
            expect("magic", Integer.toHexString(in.readInt()), Integer.toHexString(MAGIC));
            expect("format version", Integer.toString(in.readInt()), Integer.toString(FORMAT_VERSION));
            expect("network", in.readUTF(), spec.toString());
            long generation = in.readLong();
            long version = in.readLong();
            double trainLoss = in.readDouble();
            double gradientNorm = in.readDouble();
            long cursor = in.readLong();
            long replayFrom = in.readLong();
            TrainerState state = readState(in);
            expect("bytes after its end", Integer.toString(in.available()), "0");
            return new Checkpoint(state, generation, version, trainLoss, gradientNorm, cursor, replayFrom);
        } catch (IOException e) {
            throw new WireFormatException("checkpoint ends early", e);
        }
    }

    private TrainerState readState(DataInputStream in) throws IOException {
        long updates = in.readLong();
        long blocks = in.readLong();
        long windows = in.readLong();
        long promotions = in.readLong();
        long untilTime = in.readLong();
        long droppedUntil = in.readLong();
        int replayWindows = in.readInt();
        Parameters candidate = readParameters(in);
        Parameters champion = readParameters(in);
        Parameters first = readParameters(in);
        AdamState adam = new AdamState(in.readLong(), read(in), read(in));
        Map<String, Long> trainedUntil = readTimes(in);
        Contender contender = new Contender(readParameters(in), readTimes(in), in.readLong());
        return new TrainerState(
                candidate,
                contender,
                champion,
                first,
                adam,
                updates,
                blocks,
                windows,
                promotions,
                untilTime,
                trainedUntil,
                droppedUntil,
                replayWindows);
    }

    private Parameters readParameters(DataInputStream in) throws IOException {
        return Parameters.of(spec.layout(), read(in));
    }

    private float[] read(DataInputStream in) throws IOException {
        float[] values = new float[spec.layout().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static void write(DataOutputStream out, Map<String, Long> times) throws IOException {
        out.writeInt(times.size());
        for (Map.Entry<String, Long> entry : times.entrySet()) {
            write(out, entry.getKey());
            out.writeLong(entry.getValue());
        }
    }

    private static Map<String, Long> readTimes(DataInputStream in) throws IOException {
        int keys = in.readInt();
        Map<String, Long> times = new LinkedHashMap<>();
        for (int i = 0; i < keys; i++) {
            times.put(readText(in), in.readLong());
        }
        return times;
    }

    /** As characters, whatever their number: {@link DataOutputStream#writeUTF} ends at 65,535 bytes. */
    private static void write(DataOutputStream out, String text) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }

    private static String readText(DataInputStream in) throws IOException {
        char[] text = new char[in.readInt()];
        for (int i = 0; i < text.length; i++) {
            text[i] = in.readChar();
        }
        return new String(text);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void expect(String what, String found, String expected) throws WireFormatException {
        if (!found.equals(expected)) {
            throw new WireFormatException("checkpoint's " + what + " is " + found + ", expected " + expected);
        }
    }
}
