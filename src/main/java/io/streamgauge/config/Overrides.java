package io.streamgauge.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code --set key=value} options of a command line, each with the file that it overrides. */
public record Overrides(Map<String, String> topology, Map<String, String> runtime) {
    /** What problems of an override are reported against. */
    static final String OPTION = "--set";

    public Overrides {
        topology = Map.copyOf(topology);
        runtime = Map.copyOf(runtime);
    }

    /**
     * Each key with the definition that knows it.
     *
     * @throws ConfigError naming every key that neither knows, with the closest of both
     */
    public static Overrides split(Map<String, String> overrides) {
        Map<String, String> topology = new LinkedHashMap<>();
        Map<String, String> runtime = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        overrides.forEach((key, value) -> {
            if (TopologyKeys.ALL.has(key)) {
                topology.put(key, value);
            } else if (RuntimeKeys.ALL.has(key) || KafkaKeys.isKnown(key)) {
                runtime.put(key, value);
            } else {
                problems.add(OPTION + ": unknown key '" + key + "'" + Closest.hint(key, () -> known(key), problems));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigError(problems);
        }
        return new Overrides(topology, runtime);
    }

    private static Collection<String> known(String key) {
        List<String> known = new ArrayList<>(TopologyKeys.ALL.keys());
        known.addAll(RuntimeKeys.ALL.keys());
        known.addAll(KafkaKeys.likely(key));
        return known;
    }
}
