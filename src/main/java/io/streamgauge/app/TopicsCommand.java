package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code topics}: creates a stream's topics, or checks them. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Creates the topics of a stream where they are missing, and checks those that exist.",
        footer = {"", "Example:", "  streamgauge topics --topology topology/series.yaml"})
final class TopicsCommand implements Callable<Integer> {

    @Option(names = "--topology", required = true, paramLabel = "FILE", description = "The stream's topology file.")
    Path topologyFile = Path.of("");

    @Option(names = "--check", description = "Creates nothing; says what is missing.")
    boolean check;

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topology(topologyFile);
        try (TopicAdmin admin = new TopicAdmin(runtime.admin())) {
            if (check) {
                requireTopics(admin, topology, topologyFile, options);
                System.out.println("All topics of '" + topology.name() + "' are as expected");
                return 0;
            }
            List<TopicSpec> specs = specs(admin, topology);
            List<String> created = admin.createMissing(specs);
            specs.forEach(
                    spec -> System.out.println((created.contains(spec.name()) ? "created  " : "exists   ") + spec.name()
                            + ", " + spec.partitions() + (spec.partitions() == 1 ? " partition" : " partitions")));
            return 0;
        }
    }

    /** The topics as they must be: what follows the source topic's partitions follows those it has. */
    static List<TopicSpec> specs(TopicAdmin admin, TopologyConfig topology) {
        return StreamTopics.of(
                topology,
                admin.partitions(topology.source().topic())
                        .orElse(topology.topics().partitions()));
    }

    /** Refuses to go on where a topic is missing or other than expected; names the command that creates what is missing. */
    static void requireTopics(TopicAdmin admin, TopologyConfig topology, Path file, ConfigOptions options) {
        admin.check(specs(admin, topology), "./streamgauge topics --topology " + file + options.whichBroker());
    }
}
