package io.streamgauge.trainer;

import io.streamgauge.learn.AdamState;
import io.streamgauge.learn.Contender;
import io.streamgauge.learn.DriftState;
import io.streamgauge.learn.KeyReadout;
import io.streamgauge.learn.PlateauState;
import io.streamgauge.learn.TrainerState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.ModelTask;
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
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as bytes.
 *
 * <pre>
 *   magic "SGTC" · format version (int) · network, head and target (texts) · counters · three sets of weights · both
 *   Adam moments · times trained until by key · the contender with its own · what the schedule has seen · what the watch
 *   for drift has seen · readouts by key · CRC32C of all before it (int)
 * </pre>
 *
 * <p>Big-endian, as {@link DataOutputStream} writes. A checkpoint of another network or task is refused. Version 2 knew
 * neither head nor target, and ended with the contender; version 1 is refused.
 */
final class CheckpointCodec {

    private static final int MAGIC = 0x53475443; // "SGTC"
    private static final int FORMAT_VERSION = 3;
    private static final int BEFORE_TASKS = 2;

    private final ModelTask task;
    private final NetworkSpec spec;

    CheckpointCodec(ModelTask task) {
        this.task = task;
        spec = task.network();
    }

    byte[] encode(Checkpoint checkpoint) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TrainerState state = checkpoint.state();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT_VERSION);
            out.writeUTF(spec.toString());
            out.writeUTF(task.head());
            out.writeUTF(task.target());
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
            write(out, state.plateau());
            write(out, state.drift());
            writeReadouts(out, state.readouts());
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
            int format = in.readInt();
            if (format != BEFORE_TASKS) {
                expect("format version", Integer.toString(format), Integer.toString(FORMAT_VERSION));
            }
            boolean namesTask = format > BEFORE_TASKS;
            expect("network", in.readUTF(), spec.toString());
            expect("head", namesTask ? in.readUTF() : ModelTask.FIRST_HEAD, task.head());
            expect("target", namesTask ? in.readUTF() : ModelTask.FIRST_TARGET, task.target());
            long generation = in.readLong();
            long version = in.readLong();
            double trainLoss = in.readDouble();
            double gradientNorm = in.readDouble();
            long cursor = in.readLong();
            long replayFrom = in.readLong();
            TrainerState state = readState(in, namesTask);
            expect("bytes after its end", Integer.toString(in.available()), "0");
            return new Checkpoint(state, generation, version, trainLoss, gradientNorm, cursor, replayFrom);
        } catch (IOException e) {
            throw new WireFormatException("checkpoint ends early", e);
        }
    }

    private TrainerState readState(DataInputStream in, boolean hasLearnersState) throws IOException {
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
        @Nullable PlateauState plateau = hasLearnersState ? readPlateau(in) : null;
        DriftState drift = hasLearnersState ? readDrift(in) : DriftState.INITIAL;
        Map<String, KeyReadout> readouts = hasLearnersState ? readReadouts(in) : Map.of();
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
                plateau,
                drift,
                readouts,
                replayWindows);
    }

    private Parameters readParameters(DataInputStream in) throws IOException {
        return Parameters.of(spec.layout(), read(in));
    }

    private float[] read(DataInputStream in) throws IOException {
        return read(in, spec.layout().size());
    }

    private static float[] read(DataInputStream in, int length) throws IOException {
        float[] values = new float[length];
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

    private static void write(DataOutputStream out, @Nullable PlateauState plateau) throws IOException {
        out.writeBoolean(plateau != null);
        if (plateau != null) {
            out.writeDouble(plateau.rate());
            out.writeDouble(plateau.best());
            out.writeInt(plateau.withoutImprovement());
            out.writeInt(plateau.coolingDown());
        }
    }

    private static @Nullable PlateauState readPlateau(DataInputStream in) throws IOException {
        return in.readBoolean() ? new PlateauState(in.readDouble(), in.readDouble(), in.readInt(), in.readInt()) : null;
    }

    private static void write(DataOutputStream out, DriftState drift) throws IOException {
        out.writeLong(drift.losses());
        out.writeDouble(drift.level());
        out.writeDouble(drift.deviation());
        out.writeDouble(drift.excess());
        out.writeInt(drift.blocksLeft());
        out.writeLong(drift.drifts());
    }

    private static DriftState readDrift(DataInputStream in) throws IOException {
        return new DriftState(
                in.readLong(), in.readDouble(), in.readDouble(), in.readDouble(), in.readInt(), in.readLong());
    }

    private static void writeReadouts(DataOutputStream out, Map<String, KeyReadout> readouts) throws IOException {
        out.writeInt(readouts.size());
        for (Map.Entry<String, KeyReadout> entry : readouts.entrySet()) {
            write(out, entry.getKey());
            out.writeLong(entry.getValue().count());
            out.writeDouble(entry.getValue().scale());
            out.writeInt(entry.getValue().weights().length);
            write(out, entry.getValue().weights());
        }
    }

    private static Map<String, KeyReadout> readReadouts(DataInputStream in) throws IOException {
        int keys = in.readInt();
        Map<String, KeyReadout> readouts = new LinkedHashMap<>();
        for (int i = 0; i < keys; i++) {
            String key = readText(in);
            long count = in.readLong();
            double scale = in.readDouble();
            readouts.put(key, new KeyReadout(read(in, in.readInt()), count, scale));
        }
        return readouts;
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
