package io.streamgauge.app;

import io.streamgauge.config.Overrides;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.SettingsInEffect;
import io.streamgauge.config.TopologyConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has: the runtime file and single settings on top of the files. */
final class ConfigOptions {

    private static final String SERVERS = "bootstrap.servers";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Kafka and runtime properties; see config/streamgauge.properties.")
    @Nullable
    Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the topology or the runtime file; may be repeated.")
    Map<String, String> overrides = new LinkedHashMap<>();

    private Map<String, String> topologySettings = Map.of();

    RuntimeConfig runtime() {
        return RuntimeConfig.load(config, Overrides.split(overrides).runtime());
    }

    /** The options that lead another command to the same broker; without other settings, which may be secrets. */
    String whichBroker() {
        String servers = overrides.get(SERVERS);
        return (config == null ? "" : " --config " + config)
                + (servers == null ? "" : " --set " + SERVERS + "=" + servers);
    }

    /** What {@code --set} says of the topology. */
    Map<String, String> topologyOverrides() {
        return Overrides.split(overrides).topology();
    }

    TopologyConfig topology(@Nullable Path file) {
        return topology(file, Map.of());
    }

    /** The topology with defaults below what {@code --set} says. */
    TopologyConfig topology(@Nullable Path file, Map<String, String> more) {
        return topology(file, more, Map.of());
    }

    /** The topology with defaults below what {@code --set} says, and with settings above it. */
    TopologyConfig topology(@Nullable Path file, Map<String, String> more, Map<String, String> above) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(topologyOverrides());
        all.putAll(above);
        TopologyConfig topology = TopologyConfig.load(file, all);
        topologySettings = SettingsInEffect.topology(file, all);
        return topology;
    }

    /** The settings of the topology that was read last and of the process, for a person to look at. */
    Map<String, Map<String, String>> inEffect() {
        return Map.of(
                "topology",
                topologySettings,
                "runtime",
                SettingsInEffect.runtime(config, Overrides.split(overrides).runtime()));
    }
}
