package io.streamgauge.app;

import io.streamgauge.trainer.ModelRegistry;
import io.streamgauge.wire.ModelDecision;
import io.streamgauge.wire.ModelRequest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What promote and rollback have in common: who asks and why, and the way to an answer. */
final class ModelRequests {

    /** A decision that is under way when the request expires still arrives. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(5);

    @Mixin
    ModelOptions options = new ModelOptions();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who asks, for the record (default: ${DEFAULT-VALUE}).")
    String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the record.")
    String reason = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long the trainer may take; after that the request is void (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--without-trainer",
            description = "Takes the trainer's place for this one decision, where none is running; one that is gets"
                    + " fenced off and ends.")
    boolean withoutTrainer;

    /** Has the request decided on, and says how; a refusal is the user's to mend. */
    int decide(ModelRequest.Action action, long version) {
        if (seconds < 1) {
            throw new UserError("--wait is " + seconds + ", expected at least 1");
        }
        ModelRegistry registry = options.registry();
        Duration patience = Duration.ofSeconds(seconds);
        long expires = System.currentTimeMillis() + patience.toMillis();
        ModelRequest request = new ModelRequest(UUID.randomUUID().toString(), action, version, by, reason, expires);
        ModelDecision decision = withoutTrainer ? registry.decideInItsPlace(request) : ask(registry, request);
        if (decision.kind() == ModelDecision.Kind.REFUSED) {
            throw new UserError("refused: " + decision.reason());
        }
        System.out.println(ModelText.decision(decision));
        return 0;
    }

    private ModelDecision ask(ModelRegistry registry, ModelRequest request) {
        Map<String, Object> properties = options.stream.runtime().producer();
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes)) {
            return registry.ask(request, producer, UNDER_WAY)
                    .orElseThrow(() -> new UserError("no trainer of '"
                            + options.topology().name() + "' has answered within " + seconds
                            + " s, and the request is void; start one with ./streamgauge train, or use"
                            + " --without-trainer"));
        }
    }
}
