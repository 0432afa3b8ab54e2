package io.streamgauge.app;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/**
 * Whether a cluster is new enough, by what it says of its features: level {@value #OLDEST_LEVEL} of {@value #FEATURE} is
 * Kafka {@value #OLDEST}, the first that may run without ZooKeeper in production.
 */
final class BrokerVersion {
    /** The first version that is taken. */
    static final String OLDEST = "3.3";

    private static final String FEATURE = "metadata.version";
    private static final short OLDEST_LEVEL = 7;

    private BrokerVersion() {}

    /** The level that the whole cluster has agreed on; empty where it tells none, as with ZooKeeper. */
    static Optional<Short> level(FeatureMetadata features) {
        Map<String, FinalizedVersionRange> agreed = features.finalizedFeatures();
        return Optional.ofNullable(agreed.get(FEATURE)).map(FinalizedVersionRange::maxVersionLevel);
    }

    /** What is wrong with a level; empty where nothing is. */
    static Optional<String> problem(String servers, short level) {
        return level >= OLDEST_LEVEL
                ? Optional.empty()
                : Optional.of("Kafka at " + servers + " (bootstrap.servers) has " + FEATURE + " " + level
                        + ", expected at least " + OLDEST_LEVEL + ", which Kafka " + OLDEST + " brought");
    }

    /** What is said of a cluster whose brokers cannot be asked for it. */
    static String tooOldToSay(String servers) {
        return "Kafka at " + servers + " (bootstrap.servers) is too old to say which version it is, expected Kafka "
                + OLDEST + " or newer";
    }
}
