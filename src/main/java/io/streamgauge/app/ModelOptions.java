package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.trainer.KafkaTrainerClients;
import io.streamgauge.trainer.ModelRegistry;
import io.streamgauge.trainer.TrainerSpec;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command about versions has, and the registry that they lead to. */
final class ModelOptions {

    @Option(names = "--topology", required = true, paramLabel = "FILE", description = "The stream's topology file.")
    Path topologyFile = Path.of("");

    @Mixin
    ConfigOptions config = new ConfigOptions();

    TopologyConfig topology() {
        return config.topology(topologyFile);
    }

    /** The registry, once the stream's topics have been found to be as they should. */
    ModelRegistry registry() {
        RuntimeConfig runtime = config.runtime();
        TopologyConfig topology = topology();
        TrainerSpec spec = Wiring.trainer(topology, topology.trainer().publishInterval(), false)
                .withSeal(Wiring.seal(topology, runtime));
        try (TopicAdmin admin = new TopicAdmin(runtime.admin())) {
            TopicsCommand.requireTopics(admin, topology, topologyFile, config);
        }
        return new ModelRegistry(
                spec,
                new KafkaTrainerClients(spec.topics(), runtime.consumer(), runtime.producer()),
                Clock.systemUTC());
    }
}
