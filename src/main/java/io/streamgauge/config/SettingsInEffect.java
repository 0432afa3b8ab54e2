package io.streamgauge.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The settings in effect as text, by key, for a person to look at; what may be a secret is masked. */
public final class SettingsInEffect {
    static final String MASK = "(hidden)";

    /** Beside what Kafka calls a password: whatever is named like a secret. */
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|secret|token|jaas|credential|\\.key$|keystore\\.key).*");

    private SettingsInEffect() {}

    /** A topology's: the file's or the defaults, with {@code overrides} on top. */
    public static Map<String, String> topology(@Nullable Path file, Map<String, String> overrides) {
        return inEffect(TopologyKeys.ALL, file == null ? Map.of() : YamlFile.read(file, new ArrayList<>()), overrides);
    }

    /** A process': likewise, and Kafka's keys as far as they were set. */
    public static Map<String, String> runtime(@Nullable Path file, Map<String, String> overrides) {
        return inEffect(
                RuntimeKeys.ALL, file == null ? Map.of() : PropertiesFile.read(file, new ArrayList<>()), overrides);
    }

    private static Map<String, String> inEffect(
            Definition definition, Map<String, Raw> read, Map<String, String> overrides) {
        Map<String, String> texts = new LinkedHashMap<>();
        definition.settings().forEach(setting -> {
            String initial = setting.follows() == null
                    ? setting.initial()
                    : texts.get(setting.follows().key());
            texts.put(setting.key(), String.valueOf(initial));
        });
        read.forEach((key, raw) -> texts.put(key, raw.text()));
        texts.putAll(overrides);
        texts.replaceAll((key, text) -> isSecret(key) ? MASK : text);
        return texts;
    }

    private static boolean isSecret(String key) {
        return SECRET.matcher(key).matches() || KafkaKeys.hasType(key, ConfigDef.Type.PASSWORD);
    }
}
