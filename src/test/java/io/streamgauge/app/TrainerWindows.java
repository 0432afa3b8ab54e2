package io.streamgauge.app;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ReadoutSummary;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WindowRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Seeded windows for tests of the trainer: their targets follow from their inputs; three series in turn. */
final class TrainerWindows {

    private TrainerWindows() {}

    /** The label of an outcome at the window of that number, as it stands among the windows. */
    static ProducerRecord<byte[], byte[]> outcome(TopologyConfig topology, int number) {
        long time = 1_000_000L + 1_000L * (number / 3) + 250;
        byte[] label = new LabelRecord(time, time, LabelKind.OUTCOME, "tester").encode();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topology.topicNames().windows(), StreamHarness.bytes("k" + number % 3), label);
        record.headers().add(LabelRecord.HEADER, StreamHarness.bytes("outcome"));
        return record;
    }

    /** Windows number {@code from} to {@code to}, the same ones for every topology. */
    static List<ProducerRecord<byte[], byte[]>> of(TopologyConfig topology, int from, int to) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(of(topology, i, null));
        }
        return records;
    }

    static ProducerRecord<byte[], byte[]> of(TopologyConfig topology, int number, @Nullable ReadoutSummary readout) {
        return of(topology, number, readout, 1);
    }

    /**
     * @param sign of the targets: −1 for a world that has turned round, NaN for one that is broken
     */
    static ProducerRecord<byte[], byte[]> of(
            TopologyConfig topology, int number, @Nullable ReadoutSummary readout, float sign) {
        int perStep = Wiring.forecaster(topology).targetsPerStep();
        NetworkSpec spec = Wiring.forecaster(topology).network();
        int steps = topology.windows().steps();
        Random random = new Random(number);
        float[] inputs = new float[steps * spec.inputSize()];
        float[] targets = new float[steps * perStep];
        float[] mask = new float[targets.length];
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < spec.inputSize(); i++) {
                inputs[t * spec.inputSize() + i] = random.nextFloat() - .5f;
            }
            for (int j = 0; j < perStep; j++) {
                targets[t * perStep + j] = sign * (2 * inputs[t * spec.inputSize()] - inputs[t * spec.inputSize() + 1]);
                mask[t * perStep + j] = 1;
            }
        }
        String key = "k" + number % 3;
        long time = 1_000_000L + 1_000L * (number / 3);
        Window window =
                new Window(steps, spec.inputSize(), perStep, inputs, targets, mask, new float[spec.stateSize()]);
        List<Long> times = topology.outcomes().isOn()
                ? LongStream.range(0, steps).mapToObj(t -> time + 100 * t).toList()
                : List.of();
        byte[] value = new WindowRecord(key, time, time + 999, number, 0, window, readout, List.of(), times)
                .encode(ModelTask.of(Wiring.forecaster(topology)));
        return new ProducerRecord<>(topology.topicNames().windows(), StreamHarness.bytes(key), value);
    }
}
