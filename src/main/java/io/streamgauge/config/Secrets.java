package io.streamgauge.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * The values of Kafka's keys that stand elsewhere, by Kafka's own providers: {@code ${file:FILE:KEY}} in a properties file,
 * {@code ${directory:FOLDER:FILE}} as the text of a file, {@code ${env:NAME}} in the environment.
 */
final class Secrets {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    private Secrets() {}

    static boolean isReference(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** Puts values in place of references; what cannot be found is a problem, whose words hold no value. */
    static String resolve(String key, Raw raw, List<String> problems) {
        String text = raw.text();
        try (FileConfigProvider file = new FileConfigProvider();
                DirectoryConfigProvider directory = new DirectoryConfigProvider();
                EnvVarConfigProvider environment = new EnvVarConfigProvider()) {
            Map<String, ConfigProvider> providers = Map.of("file", file, "directory", directory, "env", environment);
            providers.values().forEach(provider -> provider.configure(Map.of()));
            String value = new ConfigTransformer(providers)
                    .transform(Map.of(key, text))
                    .data()
                    .getOrDefault(key, text);
            if (!value.equals(text)) {
                return value;
            }
        } catch (ConfigException | IllegalArgumentException unreadable) {
            // A file's name that no system takes, or a file that is no properties file: as a reference that leads
            // nowhere.
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        problems.add(raw.where() + ": " + key + ": found a reference that leads to nothing, expected ${file:FILE:KEY},"
                + " ${directory:FOLDER:FILE} or ${env:NAME}");
        return text;
    }
}
