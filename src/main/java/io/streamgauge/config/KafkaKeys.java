package io.streamgauge.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka's own keys, as they may stand in a runtime file: bare, where they go to everything that knows them, or with the
 * prefix of one kind of client. Kafka's definitions check their values.
 */
final class KafkaKeys {
    static final String GUARANTEE = StreamsConfig.PROCESSING_GUARANTEE_CONFIG;

    private static final ConfigDef STREAMS = StreamsConfig.configDef();
    static final ConfigDef CONSUMER = ConsumerConfig.configDef();
    static final ConfigDef PRODUCER = ProducerConfig.configDef();
    static final ConfigDef ADMIN = AdminClientConfig.configDef();

    private static final Map<String, ConfigDef> PREFIXES = Map.of(
            "consumer.", CONSUMER,
            "main.consumer.", CONSUMER,
            "restore.consumer.", CONSUMER,
            "global.consumer.", CONSUMER,
            "producer.", PRODUCER,
            "admin.", ADMIN);

    private static final List<ConfigDef> BARE = List.of(STREAMS, CONSUMER, PRODUCER, ADMIN);

    /** Keys that the program sets itself, because exactly-once processing or the names of topics rest on them. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry("application.id", "it follows from the topology's name"),
            Map.entry("group.id", "it follows from the topology's name"),
            Map.entry("transactional.id", "it follows from the topology's name"),
            Map.entry("isolation.level", "only committed records are read"),
            Map.entry("enable.auto.commit", "offsets are committed with the results"),
            Map.entry("enable.idempotence", "exactly-once processing needs it on"),
            Map.entry("acks", "exactly-once processing needs all"),
            Map.entry("key.serializer", "the bytes are the program's"),
            Map.entry("value.serializer", "the bytes are the program's"),
            Map.entry("key.deserializer", "the bytes are the program's"),
            Map.entry("value.deserializer", "the bytes are the program's"),
            Map.entry("default.key.serde", "the bytes are the program's"),
            Map.entry("default.value.serde", "the bytes are the program's"));

    private KafkaKeys() {}

    static Collection<String> owned() {
        return OWNED.keySet();
    }

    static boolean isKnown(String key) {
        return !definitions(key).isEmpty();
    }

    static boolean hasType(String key, ConfigDef.Type type) {
        return definitions(key).stream().anyMatch(definition -> definition.type == type);
    }

    /** The names that a misspelt key is compared with: bare, or with the prefix that it has. */
    static Collection<String> likely(String key) {
        String prefix = prefixOf(key);
        Set<String> names = new TreeSet<>();
        candidates(prefix).forEach(definition -> definition.names().forEach(name -> names.add(prefix + name)));
        return names;
    }

    static void check(String key, Raw raw, List<String> problems) {
        String name = key.substring(prefixOf(key).length());
        if (OWNED.containsKey(name)) {
            problems.add(raw.where() + ": " + key + ": cannot be set, " + OWNED.get(name));
        } else if (name.equals(GUARANTEE)) {
            if (!raw.text().equals(StreamsConfig.EXACTLY_ONCE_V2)) {
                problems.add(raw.where() + ": " + key + ": found " + raw.found() + ", expected "
                        + StreamsConfig.EXACTLY_ONCE_V2
                        + ": an event processed twice would step the recurrent state twice");
            }
        } else {
            definitions(key).stream()
                    .flatMap(definition -> problem(definition, raw).stream())
                    .findFirst()
                    .ifPresent(problem -> problems.add(raw.where() + ": " + key + ": " + problem));
        }
    }

    private static Optional<String> problem(ConfigDef.ConfigKey definition, Raw raw) {
        try {
            Object value = ConfigDef.parseType(definition.name, raw.text(), definition.type);
            if (definition.validator != null) {
                definition.validator.ensureValid(definition.name, value);
            }
            return Optional.empty();
        } catch (ConfigException unfit) {
            String type = definition.type.name().toLowerCase(Locale.ROOT);
            String limits = definition.validator == null ? "" : " " + definition.validator;
            return Optional.of("found " + raw.found() + ", expected " + type + limits);
        }
    }

    private static List<ConfigDef.ConfigKey> definitions(String key) {
        String prefix = prefixOf(key);
        String name = key.substring(prefix.length());
        return candidates(prefix).stream()
                .flatMap(candidate -> Stream.ofNullable(candidate.configKeys().get(name)))
                .toList();
    }

    private static List<ConfigDef> candidates(String prefix) {
        ConfigDef one = PREFIXES.get(prefix);
        return one == null ? BARE : List.of(one);
    }

    private static String prefixOf(String key) {
        return PREFIXES.keySet().stream().filter(key::startsWith).findFirst().orElse("");
    }
}
