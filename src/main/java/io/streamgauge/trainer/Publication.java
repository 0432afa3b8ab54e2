package io.streamgauge.trainer;

import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.WeightsRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A version of the weights and the pointer that makes it champion, as they go onto the weights topic together.
 *
 * @param topic of the weights
 * @param model first part of the keys
 */
record Publication(String topic, String model) {

    /** Sends both within the producer's transaction. */
    void send(Producer<byte[], byte[]> producer, WeightsRecord record) {
        byte[] weights = record.encode();
        long version = record.info().version();
        ChampionPointer pointer =
                new ChampionPointer(record.info().generation(), version, WeightsRecord.sha256(weights));
        send(producer, WeightsRecord.key(model, version), weights);
        send(producer, WeightsRecord.championKey(model), pointer.encode());
    }

    private void send(Producer<byte[], byte[]> producer, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
