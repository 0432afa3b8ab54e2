package io.streamgauge.trainer;

import io.streamgauge.learn.DriftState;
import io.streamgauge.learn.KeyReadout;
import io.streamgauge.learn.PlateauState;
import io.streamgauge.learn.VocabularyState;
import io.streamgauge.nn.Successions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a checkpoint that have no version of their own: values, texts, times and what the learner's parts have seen. */
final class CheckpointFields {

    private CheckpointFields() {}

    static float[] read(DataInputStream in, int length) throws IOException {
        float[] values = new float[length];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    static void write(DataOutputStream out, float[] values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    static void write(DataOutputStream out, Map<String, Long> times) throws IOException {
        out.writeInt(times.size());
        for (Map.Entry<String, Long> entry : times.entrySet()) {
            write(out, entry.getKey());
            out.writeLong(entry.getValue());
        }
    }

    static Map<String, Long> readTimes(DataInputStream in) throws IOException {
        int keys = in.readInt();
        Map<String, Long> times = new LinkedHashMap<>();
        for (int i = 0; i < keys; i++) {
            times.put(readText(in), in.readLong());
        }
        return times;
    }

    static void write(DataOutputStream out, @Nullable PlateauState plateau) throws IOException {
        out.writeBoolean(plateau != null);
        if (plateau != null) {
            out.writeDouble(plateau.rate());
            out.writeDouble(plateau.best());
            out.writeInt(plateau.withoutImprovement());
            out.writeInt(plateau.coolingDown());
        }
    }

    static @Nullable PlateauState readPlateau(DataInputStream in) throws IOException {
        return in.readBoolean() ? new PlateauState(in.readDouble(), in.readDouble(), in.readInt(), in.readInt()) : null;
    }

    static void write(DataOutputStream out, DriftState drift) throws IOException {
        out.writeLong(drift.losses());
        out.writeDouble(drift.level());
        out.writeDouble(drift.deviation());
        out.writeDouble(drift.excess());
        out.writeInt(drift.blocksLeft());
        out.writeLong(drift.drifts());
    }

    static DriftState readDrift(DataInputStream in) throws IOException {
        return new DriftState(
                in.readLong(), in.readDouble(), in.readDouble(), in.readDouble(), in.readInt(), in.readLong());
    }

    static void writeReadouts(DataOutputStream out, Map<String, KeyReadout> readouts) throws IOException {
        out.writeInt(readouts.size());
        for (Map.Entry<String, KeyReadout> entry : readouts.entrySet()) {
            write(out, entry.getKey());
            out.writeLong(entry.getValue().count());
            out.writeDouble(entry.getValue().scale());
            out.writeInt(entry.getValue().weights().length);
            write(out, entry.getValue().weights());
        }
    }

    static Map<String, KeyReadout> readReadouts(DataInputStream in) throws IOException {
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

    static void write(DataOutputStream out, VocabularyState vocabulary) throws IOException {
        out.writeInt(vocabulary.admitted().size());
        for (String category : vocabulary.admitted()) {
            write(out, category);
        }
        out.writeInt(vocabulary.waiting().size());
        for (Map.Entry<String, Integer> entry : vocabulary.waiting().entrySet()) {
            write(out, entry.getKey());
            out.writeInt(entry.getValue());
        }
        int[] counts = vocabulary.successions().counts();
        out.writeInt(counts.length);
        for (int count : counts) {
            out.writeInt(count);
        }
    }

    /**
     * @param withSuccessions whether they stand there: they did not at first
     * @param classes of the network
     */
    static VocabularyState readVocabulary(DataInputStream in, boolean withSuccessions, int classes) throws IOException {
        List<String> admitted = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            admitted.add(readText(in));
        }
        Map<String, Integer> waiting = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            waiting.put(readText(in), in.readInt());
        }
        return withSuccessions
                ? new VocabularyState(admitted, waiting, readSuccessions(in, classes))
                : new VocabularyState(admitted, waiting);
    }

    private static Successions readSuccessions(DataInputStream in, int classes) throws IOException {
        int[] counts = new int[Math.max(0, Math.min(in.readInt(), Successions.WIDTH * Successions.MOST_COUNTS))];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readInt();
        }
        return Successions.of(counts, classes);
    }

    /** As characters, whatever their number: {@link DataOutputStream#writeUTF} ends at 65,535 bytes. */
    static void write(DataOutputStream out, String text) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }

    static String readText(DataInputStream in) throws IOException {
        char[] text = new char[in.readInt()];
        for (int i = 0; i < text.length; i++) {
            text[i] = in.readChar();
        }
        return new String(text);
    }
}
