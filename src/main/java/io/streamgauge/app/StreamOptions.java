package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command about one stream: its topology file, and the settings. */
final class StreamOptions {

    @Option(names = "--topology", required = true, paramLabel = "FILE", description = "The stream's topology file.")
    Path topologyFile = Path.of("");

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    RuntimeConfig runtime() {
        return config.runtime();
    }

    /** The topology of a stream that runs. */
    TopologyConfig topology() {
        return config.topology(topologyFile).requireSeason(topologyFile.toString());
    }

    /** The topology for files of history, with settings above what {@code --set} says; they may have to tell its season. */
    TopologyConfig topologyOfHistory(Map<String, String> above) {
        return config.topology(topologyFile, Map.of(), above);
    }

    /** What {@code --set} says of the topology. */
    Map<String, String> topologyOverrides() {
        return config.topologyOverrides();
    }

    /** The topology of a stream of values, for a command that knows no categories. */
    TopologyConfig topologyOfValues(String command) {
        return requireValues(topology(), command);
    }

    /** Refuses a stream of categories. */
    static TopologyConfig requireValues(TopologyConfig topology, String command) {
        topology.categories().field().ifPresent(field -> {
            throw new UserError("category.field: found '" + field + "', expected none for " + command
                    + ", which takes values alone");
        });
        return topology;
    }

    /** Refuses a stream of categories, and one whose outcome people label: files of history hold no labels. */
    static TopologyConfig requireUnlabelled(TopologyConfig topology, String command) {
        topology.outcomes().within().ifPresent(within -> {
            throw new UserError(
                    "outcome.within: found " + within + ", expected none for " + command + ", which reads no labels");
        });
        return requireValues(topology, command);
    }

    /** The settings in effect, for a person to look at; after the topology has been read. */
    Map<String, Map<String, String>> inEffect() {
        return config.inEffect();
    }

    /** Refuses to go on where Kafka is too old, or a topic is missing or other than expected. */
    void requireTopics(RuntimeConfig runtime, TopologyConfig topology) {
        try (TopicAdmin admin = new TopicAdmin(runtime.admin())) {
            requireTopics(admin, topology);
        }
    }

    /** The same; it names the command that creates what is missing. */
    void requireTopics(TopicAdmin admin, TopologyConfig topology) {
        admin.requireVersion();
        admin.check(
                TopicsCommand.specs(admin, topology),
                "./streamgauge topics --topology " + topologyFile + config.whichBroker());
    }
}
