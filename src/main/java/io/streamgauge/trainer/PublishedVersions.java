package io.streamgauge.trainer;

import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers that are already taken on a weights topic: the latest generation of the champion and the highest version,
 * tombstones included; and the champion itself, where it can be read.
 */
final class PublishedVersions {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedVersions.class);

    private final String model;
    private final Map<Long, byte[]> weights = new HashMap<>();
    private @Nullable ChampionPointer champion;
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
            takeVersion(key, record.value());
        }
    }

    private void takeChampion(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            ChampionPointer pointer = ChampionPointer.decode(record.value());
            champion = pointer;
            generation = Math.max(generation, pointer.generation());
            version = Math.max(version, pointer.version());
        } catch (WireFormatException e) {
            LOG.warn("Champion at offset {} of {} left aside: {}", record.offset(), record.topic(), e.getMessage());
        }
    }

    private void takeVersion(String key, byte @Nullable [] value) {
        try {
            long number = Long.parseLong(key.substring(model.length() + 2));
            if (WeightsRecord.key(model, number).equals(key)) {
                version = Math.max(version, number);
                if (value == null) {
                    weights.remove(number);
                } else {
                    weights.put(number, value);
                }
            }
        } catch (NumberFormatException e) {
            LOG.debug("Key '{}' names no version", key);
        }
    }

    /** The weights in charge; null where there are none that this task can use. */
    @Nullable
    WeightsRecord champion(ModelTask task) {
        ChampionPointer pointer = champion;
        byte @Nullable [] bytes = pointer == null ? null : weights.get(pointer.version());
        if (pointer == null || bytes == null || !WeightsRecord.sha256(bytes).equals(pointer.sha256())) {
            return null;
        }
        try {
            return WeightsRecord.decode(bytes, task);
        } catch (WireFormatException e) {
            LOG.warn("Champion {} is not learned on from: {}", pointer.version(), e.getMessage());
            return null;
        }
    }

    long generation() {
        return generation;
    }

    long version() {
        return version;
    }
}
