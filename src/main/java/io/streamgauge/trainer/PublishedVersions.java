package io.streamgauge.trainer;

import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers that are already taken on a weights topic: the latest generation of the champion and the highest version,
 * tombstones included.
 */
final class PublishedVersions {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedVersions.class);

    private final String model;
    private long generation;
    private long version;

    PublishedVersions(String model) {
        this.model = model;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] keyBytes = record.key();
        if (keyBytes == null) {
            return;
        }
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        if (key.equals(WeightsRecord.championKey(model))) {
            takeChampion(record);
        } else if (key.startsWith(model + "/v")) {
            takeVersion(key);
        }
    }

    private void takeChampion(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            ChampionPointer pointer = ChampionPointer.decode(record.value());
            generation = Math.max(generation, pointer.generation());
            version = Math.max(version, pointer.version());
        } catch (WireFormatException e) {
            LOG.warn("Champion at offset {} of {} left aside: {}", record.offset(), record.topic(), e.getMessage());
        }
    }

    private void takeVersion(String key) {
        try {
            long number = Long.parseLong(key.substring(model.length() + 2));
            if (WeightsRecord.key(model, number).equals(key)) {
                version = Math.max(version, number);
            }
        } catch (NumberFormatException e) {
            LOG.debug("Key '{}' names no version", key);
        }
    }

    long generation() {
        return generation;
    }

    long version() {
        return version;
    }
}
