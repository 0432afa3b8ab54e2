package io.streamgauge.trainer;

import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelDecision;
import io.streamgauge.wire.ModelRequest;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a stream's weights as somebody outside the trainer sees them, and the way to ask for a change.
 *
 * <p>Weights have one writer, and with it one place for the signing key, for the numbers and for what the trainer learns on
 * from. So a change is asked for on the requests topic; the trainer decides between two polls and writes pointer, decision
 * and checkpoint in one transaction. A request is void after a while: where no trainer answers, nothing happens later.
 */
public final class ModelRegistry {

    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * A version on the topic.
     *
     * @param published epoch milliseconds
     * @param weights null where they cannot be used
     * @param problem why not, else empty
     */
    public record Version(
            long version, long published, @Nullable WeightsRecord weights, String problem) {}

    /** A decision and when it was made, in epoch milliseconds. */
    public record Dated(ModelDecision decision, long time) {}

    /**
     * What stands on the topics.
     *
     * @param versions oldest first
     * @param champion null where none has been published
     * @param decisions the latest ones, oldest first
     */
    public record Listing(List<Version> versions, @Nullable ChampionPointer champion, List<Dated> decisions) {}

    private final TrainerSpec spec;
    private final TrainerClients clients;
    private final Clock clock;

    public ModelRegistry(TrainerSpec spec, TrainerClients clients, Clock clock) {
        this.spec = spec;
        this.clients = clients;
        this.clock = clock;
    }

    /** Reads the topics as they are now. */
    public Listing read() {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            PublishedVersions taken = new Resumption(spec, consumer).published();
            List<Version> versions = new ArrayList<>();
            taken.versions()
                    .forEach((number, published) -> versions.add(
                            new Version(number, published.timestamp(), published.weights(), published.problem())));
            List<Dated> decisions = new ArrayList<>();
            TopicScan.read(
                    consumer,
                    trainerTopic(),
                    0,
                    Long.MAX_VALUE,
                    record -> decision(record)
                            .ifPresent(decision -> decisions.add(new Dated(decision, record.timestamp()))));
            decisions.sort(Comparator.comparingLong(dated -> dated.decision().number()));
            return new Listing(versions, taken.pointer(), decisions);
        }
    }

    /**
     * Asks the trainer and waits for its decision; empty where none comes before the request expires.
     *
     * @param producer sends the request
     * @param patience how long to wait beyond the request's expiry, for a decision that was under way
     */
    public Optional<ModelDecision> ask(ModelRequest request, Producer<byte[], byte[]> producer, Duration patience) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            TopicPartition partition = trainerTopic();
            consumer.assign(List.of(partition));
            consumer.seek(partition, consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
            producer.send(new ProducerRecord<>(
                    spec.topics().requests(), 0, spec.model().getBytes(StandardCharsets.UTF_8), request.encode()));
            producer.flush();
            while (clock.millis() < request.expires() + patience.toMillis()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Optional<ModelDecision> decision =
                            decision(record).filter(found -> found.request().equals(request.id()));
                    if (decision.isPresent()) {
                        return decision;
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** Takes the trainer's place for one decision; a trainer that is running is fenced off and ends. */
    public ModelDecision decideInItsPlace(ModelRequest request) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer();
                Producer<byte[], byte[]> producer = clients.producer()) {
            return new TrainerSession(spec, consumer, producer, TrainerMetrics.noop(), TrainerProgress.silent(), clock)
                    .decide(request);
        }
    }

    private TopicPartition trainerTopic() {
        return new TopicPartition(spec.topics().trainer(), 0);
    }

    private Optional<ModelDecision> decision(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        if (key == null
                || value == null
                || !ModelDecision.isKey(spec.model(), new String(key, StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        try {
            return Optional.of(ModelDecision.decode(value));
        } catch (WireFormatException e) {
            return Optional.empty();
        }
    }
}
