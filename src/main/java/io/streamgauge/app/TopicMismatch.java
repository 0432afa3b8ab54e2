package io.streamgauge.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/** The differences between a topic and what it must be, one line each: topic, setting, found, expected. */
final class TopicMismatch {
    /** Settings that decide what is kept; others are the operator's to tune after the creation. */
    private static final List<String> CHECKED = List.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG);

    private TopicMismatch() {}

    static List<String> of(TopicSpec spec, int partitions, Config found) {
        List<String> lines = new ArrayList<>();
        if (spec.partitions() != TopicSpec.ANY && spec.partitions() != partitions) {
            lines.add(line(spec, "partitions", String.valueOf(partitions), String.valueOf(spec.partitions())));
        }
        for (String setting : CHECKED) {
            String expected = spec.configs().get(setting);
            ConfigEntry entry = found.get(setting);
            String value = entry == null ? "" : entry.value();
            if (expected != null && !same(expected, value)) {
                lines.add(line(spec, setting, value, expected));
            }
        }
        return lines;
    }

    private static String line(TopicSpec spec, String setting, String found, String expected) {
        return "topic " + spec.name() + ": " + setting + " is " + found + ", expected " + expected;
    }

    /** Policies are sets written as lists: {@code compact,delete} is {@code delete, compact}. */
    private static boolean same(String expected, String found) {
        return parts(expected).equals(parts(found));
    }

    private static Set<String> parts(String value) {
        return new TreeSet<>(
                Arrays.stream(value.split(",", -1)).map(String::strip).toList());
    }
}
