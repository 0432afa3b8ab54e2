package io.streamgauge.app;

import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What one of a stream's processes has to be allowed at the brokers.
 *
 * @param role {@code every one}, {@code topics}, {@code replay}, {@code label}, {@code alert}, {@code forecaster},
 *     {@code trainer} or {@code operator}
 * @param prefixed whether {@code name} stands for all names that begin with it
 */
record Rights(String role, ResourceType type, String name, boolean prefixed, List<AclOperation> operations) {

    static final String EVERY_ONE = "every one";
    static final String TOPICS = "topics";
    static final String REPLAY = "replay";
    static final String LABEL = "label";
    static final String ALERT = "alert";
    static final String FORECASTER = "forecaster";
    static final String TRAINER = "trainer";
    static final String OPERATOR = "operator";

    private static final AclOperation READ = AclOperation.READ;
    private static final AclOperation WRITE = AclOperation.WRITE;
    private static final AclOperation DESCRIBE = AclOperation.DESCRIBE;

    Rights {
        operations = List.copyOf(operations);
    }

    /** Everything that the processes of a stream need, and nothing else. */
    static List<Rights> of(TopologyConfig topology) {
        TopicNames names = topology.topicNames();
        List<Rights> rights = new ArrayList<>();
        StreamTopics.of(topology)
                .forEach(spec -> rights.add(topic(EVERY_ONE, spec.name(), DESCRIBE, AclOperation.DESCRIBE_CONFIGS)));
        rights.add(
                new Rights(TOPICS, ResourceType.CLUSTER, Resource.CLUSTER_NAME, false, List.of(AclOperation.CREATE)));
        rights.add(topic(REPLAY, topology.source().topic(), WRITE));
        rights.add(topic(LABEL, names.labels(), WRITE));
        Stream.of(names.anomalies(), names.episodes()).forEach(topic -> rights.add(topic(ALERT, topic, READ)));
        rights.add(new Rights(ALERT, ResourceType.GROUP, names.name() + "-alert-", true, List.of(READ, DESCRIBE)));
        forecaster(topology, names, rights);
        trainer(names, rights);
        // Who uses the model commands: asks the trainer, and writes no weights.
        Stream.of(names.weights(), names.trainer()).forEach(topic -> rights.add(topic(OPERATOR, topic, READ)));
        rights.add(topic(OPERATOR, names.requests(), WRITE));
        return rights;
    }

    private static void forecaster(TopologyConfig topology, TopicNames names, List<Rights> rights) {
        Stream.of(
                        topology.source().topic(),
                        names.labels(),
                        names.weights(),
                        names.forecasts(),
                        names.anomalies(),
                        names.episodes())
                .forEach(topic -> rights.add(topic(FORECASTER, topic, READ)));
        Stream.of(
                        names.forecasts(),
                        names.anomalies(),
                        names.episodes(),
                        names.windows(),
                        names.deadLetters(),
                        names.labels())
                .forEach(topic -> rights.add(topic(FORECASTER, topic, WRITE)));
        if (topology.keys().change()) {
            rights.add(topic(FORECASTER, names.keyed(), READ, WRITE));
        }
        // It sends alerts too where the runtime file says to whom.
        rights.add(new Rights(FORECASTER, ResourceType.GROUP, names.name() + "-alert-", true, List.of(READ, DESCRIBE)));
        String application = names.applicationId();
        rights.add(new Rights(FORECASTER, ResourceType.TOPIC, application, true, List.of(AclOperation.ALL)));
        rights.add(group(FORECASTER, application, READ, DESCRIBE));
        // In lock-step only: it waits for the trainer.
        rights.add(group(FORECASTER, names.trainerGroup(), DESCRIBE));
        rights.add(new Rights(FORECASTER, ResourceType.TRANSACTIONAL_ID, application, true, List.of(WRITE, DESCRIBE)));
    }

    private static void trainer(TopicNames names, List<Rights> rights) {
        Stream.of(names.windows(), names.trainer(), names.weights(), names.requests())
                .forEach(topic -> rights.add(topic(TRAINER, topic, READ)));
        Stream.of(names.trainer(), names.weights()).forEach(topic -> rights.add(topic(TRAINER, topic, WRITE)));
        rights.add(group(TRAINER, names.trainerGroup(), READ, DESCRIBE));
        rights.add(new Rights(
                TRAINER, ResourceType.TRANSACTIONAL_ID, names.trainerGroup(), false, List.of(WRITE, DESCRIBE)));
    }

    private static Rights topic(String role, String name, AclOperation... operations) {
        return new Rights(role, ResourceType.TOPIC, name, false, List.of(operations));
    }

    private static Rights group(String role, String name, AclOperation... operations) {
        return new Rights(role, ResourceType.GROUP, name, false, List.of(operations));
    }

    /** Whether a process of {@code who} needs it. */
    boolean isOf(String who) {
        return role.equals(who) || role.equals(EVERY_ONE);
    }

    /** The same for Kafka, from any host. */
    List<AclBinding> bindings(String principal) {
        ResourcePattern pattern =
                new ResourcePattern(type, name, prefixed ? PatternType.PREFIXED : PatternType.LITERAL);
        return operations.stream()
                .map(operation -> new AclBinding(
                        pattern, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    /** As {@code describe} prints it. */
    @Override
    public String toString() {
        String resource = switch (type) {
            case CLUSTER -> "Cluster";
            case TOPIC -> "Topic " + name;
            case GROUP -> "Group " + name;
            default -> "TransactionalId " + name;
        };
        return String.format(Locale.ROOT, "%-11s ", role) + resource + (prefixed ? "*" : "") + ": "
                + operations.stream().map(Rights::word).collect(Collectors.joining(", "));
    }

    private static String word(AclOperation operation) {
        return switch (operation) {
            case READ -> "Read";
            case WRITE -> "Write";
            case CREATE -> "Create";
            case DESCRIBE -> "Describe";
            case DESCRIBE_CONFIGS -> "DescribeConfigs";
            case ALL -> "All";
            default -> operation.name();
        };
    }
}
