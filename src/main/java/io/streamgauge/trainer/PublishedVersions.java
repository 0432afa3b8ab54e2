package io.streamgauge.trainer;

import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WeightsSeal;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands on a weights topic: the versions with their bytes, the pointer, and the numbers that are already taken,
 * tombstones included.
 */
final class PublishedVersions {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedVersions.class);

    /** A version as it stands on the topic. */
    record Published(byte[] bytes, long timestamp, @Nullable WeightsRecord weights, String problem) {}

    private final TrainerSpec spec;
    private final Map<Long, Published> versions = new TreeMap<>();
    private @Nullable ChampionPointer champion;
    private long generation;
    private long version;

    PublishedVersions(TrainerSpec spec) {
        this.spec = spec;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] keyBytes = record.key();
        if (keyBytes == null) {
            return;
        }
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        Header signature = record.headers().lastHeader(WeightsSeal.HEADER);
        try {
            spec.seal().require(key, record.value(), signature == null ? null : signature.value());
            if (key.equals(WeightsRecord.championKey(spec.model()))) {
                takeChampion(record.value());
            } else if (key.startsWith(spec.model() + "/v")) {
                takeVersion(key, record);
            }
        } catch (WireFormatException e) {
            LOG.warn(
                    "Record '{}' at offset {} of {} left aside: {}",
                    key,
                    record.offset(),
                    record.topic(),
                    e.getMessage());
        }
    }

    private void takeChampion(byte @Nullable [] value) throws WireFormatException {
        if (value == null) {
            return;
        }
        ChampionPointer pointer = ChampionPointer.decode(value);
        champion = pointer;
        generation = Math.max(generation, pointer.generation());
        version = Math.max(version, pointer.version());
    }

    private void takeVersion(String key, ConsumerRecord<byte[], byte[]> record) {
        try {
            long number = Long.parseLong(key.substring(spec.model().length() + 2));
            if (WeightsRecord.key(spec.model(), number).equals(key)) {
                version = Math.max(version, number);
                if (record.value() == null) {
                    versions.remove(number);
                } else {
                    versions.put(number, read(number, record));
                }
            }
        } catch (NumberFormatException e) {
            LOG.debug("Key '{}' names no version", key);
        }
    }

    private Published read(long number, ConsumerRecord<byte[], byte[]> record) {
        try {
            WeightsRecord weights = WeightsRecord.decode(record.value(), spec.task());
            boolean own = weights.info().version() == number;
            return new Published(
                    record.value(),
                    record.timestamp(),
                    own ? weights : null,
                    own
                            ? ""
                            : "its bytes are those of version " + weights.info().version());
        } catch (WireFormatException e) {
            return new Published(record.value(), record.timestamp(), null, String.valueOf(e.getMessage()));
        }
    }

    /** The versions by number. */
    Map<Long, Published> versions() {
        return versions;
    }

    /** The weights of a version; null where there are none that this task can use. */
    @Nullable
    WeightsRecord weights(long number) {
        Published published = versions.get(number);
        return published == null ? null : published.weights();
    }

    @Nullable
    ChampionPointer pointer() {
        return champion;
    }

    /** The weights in charge; null where there are none that this task can use. */
    @Nullable
    WeightsRecord champion() {
        ChampionPointer pointer = champion;
        Published published = pointer == null ? null : versions.get(pointer.version());
        if (pointer == null || published == null) {
            return null;
        }
        if (!WeightsRecord.sha256(published.bytes()).equals(pointer.sha256()) || published.weights() == null) {
            LOG.warn("Champion {} is not learned on from: {}", pointer.version(), published.problem());
            return null;
        }
        return published.weights();
    }

    /** The versions that can be used. */
    Shelf shelf() {
        Shelf shelf = new Shelf();
        versions.forEach((number, published) -> {
            WeightsRecord weights = published.weights();
            boolean validated = weights != null && weights.origin().isValidated();
            shelf.put(number, new Shelf.Entry(WeightsRecord.sha256(published.bytes()), validated));
        });
        return shelf;
    }

    long generation() {
        return generation;
    }

    long version() {
        return version;
    }
}
