package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
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

    @Option(names = "--check", description = "Creates nothing; says what is missing.")
    boolean check;

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topology();
        try (TopicAdmin admin = new TopicAdmin(runtime.admin())) {
            admin.requireVersion();
            if (check) {
                options.requireTopics(admin, topology);
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

    /**
     * The topics as they must be: what follows the source topic's partitions follows those it has.
     *
     * @throws GrownSourceException if the source topic has got partitions since the stream began, unless the stream has keys of its own
     */
    static List<TopicSpec> specs(TopicAdmin admin, TopologyConfig topology) {
        String source = topology.source().topic();
        int partitions = admin.partitions(source).orElse(topology.topics().partitions());
        // It never grows, and has had as many from the beginning.
        int first = admin.partitions(topology.topicNames().labels()).orElse(partitions);
        if (first < partitions && !topology.keys().change()) {
            throw new GrownSourceException(source, first, partitions);
        }
        return StreamTopics.of(topology, partitions);
    }
}
