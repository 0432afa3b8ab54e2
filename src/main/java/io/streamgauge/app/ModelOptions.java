package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.trainer.KafkaTrainerClients;
import io.streamgauge.trainer.ModelRegistry;
import io.streamgauge.trainer.TrainerSpec;
import java.time.Clock;
import picocli.CommandLine.Mixin;

/** The options that every command about versions has, and the registry that they lead to. */
final class ModelOptions {

    @Mixin
    StreamOptions stream = new StreamOptions();

    TopologyConfig topology() {
        return stream.topology();
    }

    /** The registry, once the stream's topics have been found to be as they should. */
    ModelRegistry registry() {
        RuntimeConfig runtime = stream.runtime();
        TopologyConfig topology = topology();
        TrainerSpec spec = Wiring.trainer(topology, topology.trainer().publishInterval(), false)
                .withSeal(Wiring.seal(topology, runtime));
        stream.requireTopics(runtime, topology);
        return new ModelRegistry(
                spec,
                new KafkaTrainerClients(spec.topics(), runtime.consumer(), runtime.producer()),
                Clock.systemUTC());
    }
}
