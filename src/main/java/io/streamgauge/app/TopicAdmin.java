package io.streamgauge.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The topics of one forecast stream on a broker: created where missing, and checked before anything is read or written.
 *
 * <p>A topic that deletes what should be kept, or splits what should stay in order, loses data without a sound; so every
 * difference is refused, all of them in one {@link UserError}.
 */
public final class TopicAdmin implements AutoCloseable {
    /** How long a single request may take, and a new topic may need to be seen by every request. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Admin admin;
    private final String servers;

    /**
     * Connects with the client properties that the user gave, security settings included.
     *
     * @throws UserError if no broker answers within 15 s
     */
    public TopicAdmin(Map<String, Object> clientProps) {
        this.servers = servers(clientProps);
        this.admin = open(clientProps, PATIENCE);
        try {
            requireAnswer(admin, servers, PATIENCE);
        } catch (UserError problem) {
            admin.close(Duration.ZERO);
            throw problem;
        }
    }

    /**
     * Returns once a broker has answered.
     *
     * @throws UserError if none does in time, if the address cannot be resolved, or if the login is refused
     */
    public static void requireReachable(Map<String, Object> clientProps, Duration timeout) {
        Admin admin = open(clientProps, timeout);
        try {
            requireAnswer(admin, servers(clientProps), timeout);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /**
     * Checks the topics that exist, then creates the missing ones and waits until they can be used.
     *
     * @return the names of the topics created, in the order given
     * @throws UserError if a topic differs from what is expected; nothing is created then
     */
    public List<String> createMissing(List<TopicSpec> specs) {
        Map<String, TopicDescription> existing = describe(names(specs));
        requireMatch(existing, specs);
        List<TopicSpec> missing = specs.stream()
                .filter(spec -> !existing.containsKey(spec.name()))
                .toList();
        missing.forEach(this::create);
        awaitVisible(names(missing));
        return names(missing);
    }

    /**
     * Checks the topics and creates none.
     *
     * @param createCommand the command that creates them, named to the user
     * @throws UserError if a topic is missing or differs from what is expected
     */
    public void check(List<TopicSpec> specs, String createCommand) {
        Map<String, TopicDescription> existing = describe(names(specs));
        List<String> missing = new ArrayList<>(names(specs));
        missing.removeAll(existing.keySet());
        List<String> problems = new ArrayList<>();
        if (!missing.isEmpty()) {
            problems.add((missing.size() == 1 ? "topic " : "topics ") + String.join(", ", missing) + " not found at "
                    + servers + "; create with: " + createCommand);
        }
        problems.addAll(mismatches(existing, specs));
        refuse(problems);
    }

    /**
     * Refuses a cluster that says it is older than {@link BrokerVersion#OLDEST}; one that says nothing, as with ZooKeeper,
     * is taken.
     *
     * @throws UserError with the level found and the one expected
     */
    public void requireVersion() {
        Optional<Short> level;
        try {
            level = BrokerVersion.level(
                    await(admin.describeFeatures().featureMetadata(), () -> "the version of Kafka at " + servers));
        } catch (UserError problem) {
            if (problem.getCause() instanceof UnsupportedVersionException) {
                throw new UserError(BrokerVersion.tooOldToSay(servers), problem);
            }
            throw problem;
        }
        level.flatMap(found -> BrokerVersion.problem(servers, found)).ifPresent(problem -> {
            throw new UserError(problem);
        });
    }

    /** The number of partitions of a topic, empty where there is no such topic. */
    public OptionalInt partitions(String topic) {
        return Optional.ofNullable(describe(List.of(topic)).get(topic))
                .map(description -> OptionalInt.of(description.partitions().size()))
                .orElseGet(OptionalInt::empty);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private void requireMatch(Map<String, TopicDescription> existing, List<TopicSpec> specs) {
        refuse(mismatches(existing, specs));
    }

    private List<String> mismatches(Map<String, TopicDescription> existing, List<TopicSpec> specs) {
        Map<String, Config> settings = settings(existing.keySet());
        List<String> problems = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicDescription found = existing.get(spec.name());
            Config config = settings.get(spec.name());
            if (found != null && config != null) {
                problems.addAll(TopicMismatch.of(spec, found.partitions().size(), config));
            }
        }
        return problems;
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new UserError(String.join("\n", problems));
        }
    }

    /** The topics among the named ones that exist. */
    private Map<String, TopicDescription> describe(Collection<String> names) {
        Map<String, TopicDescription> existing = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, answer) -> {
            try {
                existing.put(name, await(answer, () -> "topic " + name + " cannot be described"));
            } catch (UserError problem) {
                if (!(problem.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw problem;
                }
            }
        });
        return existing;
    }

    private Map<String, Config> settings(Collection<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return await(admin.describeConfigs(resources).all(), () -> "the settings of the topics cannot be read")
                .entrySet()
                .stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    private void create(TopicSpec spec) {
        NewTopic topic = new NewTopic(spec.name(), optional(spec.partitions()), optionalShort(spec.replication()))
                .configs(spec.configs());
        try {
            await(
                    admin.createTopics(List.of(topic)).all(),
                    () -> "topic " + spec.name() + " cannot be created at " + servers);
        } catch (UserError problem) {
            if (!(problem.getCause() instanceof TopicExistsException)) {
                throw problem;
            }
            // Somebody else was quicker: what they made has to match like any other.
            awaitVisible(List.of(spec.name()));
            requireMatch(describe(List.of(spec.name())), List.of(spec));
        }
    }

    /** A created topic takes a moment to reach the broker's metadata; Kafka Streams would stop over a missing source. */
    private void awaitVisible(List<String> names) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!describe(names).keySet().containsAll(names)) {
            if (System.nanoTime() > deadline) {
                throw new UserError("topics " + String.join(", ", names) + " were created at " + servers
                        + " but are not visible after " + PATIENCE.toSeconds() + " s");
            }
            pause();
        }
    }

    private static Optional<Integer> optional(int partitions) {
        return partitions == TopicSpec.ANY ? Optional.empty() : Optional.of(partitions);
    }

    private static Optional<Short> optionalShort(short replication) {
        return replication == TopicSpec.ANY ? Optional.empty() : Optional.of(replication);
    }

    private static List<String> names(List<TopicSpec> specs) {
        return specs.stream().map(TopicSpec::name).toList();
    }

    private static Admin open(Map<String, Object> clientProps, Duration timeout) {
        String servers = servers(clientProps);
        Map<String, Object> properties = new HashMap<>(clientProps);
        properties.keySet().retainAll(AdminClientConfig.configNames());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(timeout));
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(timeout));
        try {
            return Admin.create(properties);
        } catch (KafkaException problem) {
            throw new UserError(
                    "no Kafka client can be made for " + servers + " (bootstrap.servers): " + rootMessage(problem),
                    problem);
        }
    }

    private static void requireAnswer(Admin admin, String servers, Duration timeout) {
        try {
            admin.describeCluster().nodes().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException problem) {
            throw unreachable(servers, timeout, problem);
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw unreachable(servers, timeout, problem);
            }
            throw new UserError(
                    "Kafka at " + servers + " (bootstrap.servers) refuses: " + rootMessage(problem), problem);
        } catch (InterruptedException stop) {
            throw interrupted(stop);
        }
    }

    private static UserError unreachable(String servers, Duration timeout, Exception cause) {
        return new UserError(
                "no Kafka broker answers at " + servers + " (bootstrap.servers) within " + seconds(timeout)
                        + " s; start one with ./streamgauge broker, or name yours with --set bootstrap.servers=HOST:PORT",
                cause);
    }

    private static String servers(Map<String, Object> clientProps) {
        Object servers = clientProps.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        if (servers == null || servers.toString().isBlank()) {
            throw new UserError("bootstrap.servers is not set; expected HOST:PORT of a Kafka broker");
        }
        return servers instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : servers.toString();
    }

    private static <T> T await(KafkaFuture<T> answer, Supplier<String> failure) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException problem) {
            Throwable cause = problem.getCause() == null ? problem : problem.getCause();
            throw new UserError(failure.get() + ": " + rootMessage(cause), cause);
        } catch (TimeoutException problem) {
            throw new UserError(failure.get() + ": no answer within " + PATIENCE.toSeconds() + " s", problem);
        } catch (InterruptedException stop) {
            throw interrupted(stop);
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException stop) {
            throw interrupted(stop);
        }
    }

    private static IllegalStateException interrupted(InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for Kafka", stop);
    }

    /** What went wrong at the bottom: the outer exceptions of the clients only say that something did. */
    private static String rootMessage(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0
                ? String.valueOf(timeout.toSeconds())
                : String.valueOf(timeout.toMillis() / 1000.0);
    }

    private static int millis(Duration timeout) {
        return Math.toIntExact(timeout.toMillis());
    }
}
