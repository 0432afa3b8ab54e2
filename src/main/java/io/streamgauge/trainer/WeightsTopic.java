package io.streamgauge.trainer;

import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WeightsSeal;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The writing side of the weights topic: versions, the pointer and tombstones, signed where there is a key. */
final class WeightsTopic {

    private final TrainerSpec spec;
    private final Producer<byte[], byte[]> producer;

    WeightsTopic(TrainerSpec spec, Producer<byte[], byte[]> producer) {
        this.spec = spec;
        this.producer = producer;
    }

    /**
     * Sends a version within the producer's transaction; gives its SHA-256.
     *
     * <p>It is read back first, as every forecaster will: what would be refused there does not leave.
     */
    String send(WeightsRecord version) {
        byte[] bytes = version.encode();
        try {
            WeightsRecord.decode(bytes, spec.task());
        } catch (WireFormatException e) {
            throw new IllegalStateException(
                    "version " + version.info().version() + " would be refused: " + e.getMessage(), e);
        }
        send(WeightsRecord.key(spec.model(), version.info().version()), bytes);
        return WeightsRecord.sha256(bytes);
    }

    void send(ChampionPointer pointer) {
        send(WeightsRecord.championKey(spec.model()), pointer.encode());
    }

    void remove(long version) {
        send(WeightsRecord.key(spec.model(), version), null);
    }

    private void send(String key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(spec.topics().weights(), 0, key.getBytes(StandardCharsets.UTF_8), value);
        byte @Nullable [] signature = spec.seal().sign(key, value);
        if (signature != null) {
            record.headers().add(WeightsSeal.HEADER, signature);
        }
        producer.send(record);
    }
}
