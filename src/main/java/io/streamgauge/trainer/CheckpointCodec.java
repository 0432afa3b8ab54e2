package io.streamgauge.trainer;

import io.streamgauge.learn.AdamState;
import io.streamgauge.learn.Contender;
import io.streamgauge.learn.DriftState;
import io.streamgauge.learn.KeyReadout;
import io.streamgauge.learn.PlateauState;
import io.streamgauge.learn.ProbationState;
import io.streamgauge.learn.TrainerState;
import io.streamgauge.learn.VocabularyState;
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
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as bytes.
 *
 * <pre>
 *   magic "SGTC" · format version (int) · network, head and target (texts) · counters · three sets of weights · both
 *   Adam moments · times trained until by key · the contender with its own · what the schedule has seen · what the watch
 *   for drift has seen · readouts by key · the weights to go back to, if any, and what later windows have shown of the
 *   champions · categories that have a class and those that wait for one · CRC32C of all before it (int)
 * </pre>
 *
 * <p>Big-endian, as {@link DataOutputStream} writes. A checkpoint of another network or task is refused. Version 4 knew no
 * categories; version 3 had
 * one version per generation, and nothing to go back to; version 2 knew neither head nor target, and ended with the
 * contender; version 1 is refused.
 */
final class CheckpointCodec {

    private static final int MAGIC = 0x53475443; // "SGTC"
    private static final int FORMAT_VERSION = 6;
    private static final int BEFORE_SUCCESSIONS = 5;
    private static final int BEFORE_CATEGORIES = 4;
    private static final int BEFORE_PROBATION = 3;
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
            write(out, checkpoint.ledger());
            out.writeDouble(checkpoint.trainLoss());
            out.writeDouble(checkpoint.gradientNorm());
            out.writeLong(checkpoint.cursor());
            out.writeLong(checkpoint.replayFrom());
            out.writeLong(checkpoint.requestCursor());
            out.writeLong(state.updates());
            out.writeLong(state.blocks());
            out.writeLong(state.windows());
            out.writeLong(state.promotions());
            out.writeLong(state.untilTime());
            out.writeLong(state.droppedUntil());
            out.writeInt(state.replayWindows());
            CheckpointFields.write(out, state.candidate().toArray());
            CheckpointFields.write(out, state.champion().toArray());
            CheckpointFields.write(out, state.first().toArray());
            out.writeLong(state.adam().steps());
            CheckpointFields.write(out, state.adam().firstMoment());
            CheckpointFields.write(out, state.adam().secondMoment());
            CheckpointFields.write(out, state.trainedUntil());
            CheckpointFields.write(out, state.contender().weights().toArray());
            CheckpointFields.write(out, state.contender().trainedUntil());
            out.writeLong(state.contender().droppedUntil());
            CheckpointFields.write(out, state.plateau());
            CheckpointFields.write(out, state.drift());
            CheckpointFields.writeReadouts(out, state.readouts());
            write(out, state.probation());
            CheckpointFields.write(out, state.vocabulary());
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
            if (format < BEFORE_TASKS || format > FORMAT_VERSION) {
                expect("format version", Integer.toString(format), Integer.toString(FORMAT_VERSION));
            }
            boolean namesTask = format > BEFORE_TASKS;
            expect("network", in.readUTF(), spec.toString());
            expect("head", namesTask ? in.readUTF() : ModelTask.FIRST_HEAD, task.head());
            expect("target", namesTask ? in.readUTF() : ModelTask.FIRST_TARGET, task.target());
            boolean hasProbation = format > BEFORE_PROBATION;
            Ledger ledger = hasProbation ? readLedger(in) : readFirstLedger(in);
            double trainLoss = in.readDouble();
            double gradientNorm = in.readDouble();
            long cursor = in.readLong();
            long replayFrom = in.readLong();
            long requestCursor = hasProbation ? in.readLong() : 0;
            TrainerState state = readState(in, format);
            expect("bytes after its end", Integer.toString(in.available()), "0");
            return new Checkpoint(state, ledger, trainLoss, gradientNorm, cursor, replayFrom, requestCursor);
        } catch (IOException e) {
            throw new WireFormatException("checkpoint ends early", e);
        }
    }

    private static void write(DataOutputStream out, Ledger ledger) throws IOException {
        out.writeLong(ledger.generation());
        out.writeLong(ledger.version());
        out.writeLong(ledger.champion());
        out.writeLong(ledger.fallback());
        out.writeLong(ledger.decisions());
    }

    private static Ledger readLedger(DataInputStream in) throws IOException {
        return new Ledger(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    /** Of when the champion was always the newest version. */
    private static Ledger readFirstLedger(DataInputStream in) throws IOException {
        long generation = in.readLong();
        long version = in.readLong();
        return new Ledger(generation, version, version, 0, 0);
    }

    private static void write(DataOutputStream out, ProbationState probation) throws IOException {
        Parameters fallback = probation.fallback();
        out.writeBoolean(fallback != null);
        if (fallback != null) {
            CheckpointFields.write(out, fallback.toArray());
        }
        out.writeInt(probation.worse());
        out.writeInt(probation.good());
    }

    private ProbationState readProbation(DataInputStream in) throws IOException {
        @Nullable Parameters fallback = in.readBoolean() ? readParameters(in) : null;
        return new ProbationState(fallback, in.readInt(), in.readInt());
    }

    private TrainerState readState(DataInputStream in, int format) throws IOException {
        boolean hasLearnersState = format > BEFORE_TASKS;
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
        Map<String, Long> trainedUntil = CheckpointFields.readTimes(in);
        Contender contender = new Contender(readParameters(in), CheckpointFields.readTimes(in), in.readLong());
        @Nullable PlateauState plateau = hasLearnersState ? CheckpointFields.readPlateau(in) : null;
        DriftState drift = hasLearnersState ? CheckpointFields.readDrift(in) : DriftState.INITIAL;
        Map<String, KeyReadout> readouts = hasLearnersState ? CheckpointFields.readReadouts(in) : Map.of();
        ProbationState probation = format > BEFORE_PROBATION ? readProbation(in) : ProbationState.INITIAL;
        VocabularyState vocabulary = format > BEFORE_CATEGORIES
                ? CheckpointFields.readVocabulary(in, format > BEFORE_SUCCESSIONS, spec.outputSize())
                : VocabularyState.EMPTY;
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
                probation,
                vocabulary,
                replayWindows);
    }

    private Parameters readParameters(DataInputStream in) throws IOException {
        return Parameters.of(spec.layout(), read(in));
    }

    private float[] read(DataInputStream in) throws IOException {
        return CheckpointFields.read(in, spec.layout().size());
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
