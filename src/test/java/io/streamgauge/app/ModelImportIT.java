package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.trainer.ModelImport;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelOrigin;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imported weights become the next version and champion, priors included. */
class ModelImportIT {

    @Test
    void shouldPublishTheNextVersionAndMakeItChampion(@TempDir Path dir) throws WireFormatException {
        try (StreamHarness harness = new StreamHarness(dir)) {
            TopologyConfig topology = harness.stream("imports", Map.of());
            ModelTask task = ModelTask.of(Wiring.forecaster(topology));
            WeightsRecord weights = new WeightsRecord(
                            new ModelInfo(1, 1, 50, 9, .5, 1, .4, .6, .4),
                            Wiring.forecaster(topology).untrained(11),
                            task)
                    .withPrior(new float[] {1, 2}, new float[] {3, 4});
            ModelImport importer =
                    new ModelImport(Wiring.trainer(topology, Duration.ZERO, false), harness.client(), harness.client());
            importer.publish(weights);
            ModelInfo second = importer.publish(weights);

            assertThat(second).isEqualTo(weights.info().numbered(2, 2));
            List<ConsumerRecord<byte[], byte[]>> records =
                    harness.read(topology.topicNames().weights());
            assertThat(records.stream().map(record -> StreamHarness.text(record.key())))
                    .containsExactly("m/v000001", "m/champion", "m/v000002", "m/champion");
            byte[] published = records.get(2).value();
            WeightsRecord read = WeightsRecord.decode(published, task);
            assertThat(read.withOrigin(ModelOrigin.UNKNOWN)).isEqualTo(weights.numbered(2, 2));
            assertThat(read.origin().by()).isEqualTo("import");
            assertThat(read.origin().parent()).isEqualTo(1);
            assertThat(read.origin().isValidated()).as("by a gate").isFalse();
            ChampionPointer pointer = ChampionPointer.decode(records.get(3).value());
            assertThat(pointer.generation()).isEqualTo(2);
            assertThat(pointer.version()).isEqualTo(2);
            assertThat(pointer.sha256()).isEqualTo(WeightsRecord.sha256(published));
            assertThat(pointer.by()).isEqualTo("import");
        }
    }
}
