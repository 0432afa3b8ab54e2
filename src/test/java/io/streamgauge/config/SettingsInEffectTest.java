package io.streamgauge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsInEffectTest {
    @TempDir
    Path folder;

    @Test
    void shouldShowFileOverDefaultAndOverrideOverFile() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), "name: pumps\nseed: 3\nnetwork:\n  hidden: 8\n");

        Map<String, String> settings = SettingsInEffect.topology(file, Map.of("seed", "4"));

        assertThat(settings)
                .containsEntry("name", "pumps")
                .containsEntry("seed", "4")
                .containsEntry("network.hidden", "8")
                .containsEntry("targets", "/value");
    }

    @Test
    void shouldMaskWhatMayBeASecret() throws IOException {
        Path file = Files.writeString(folder.resolve("my.properties"), """
                bootstrap.servers=broker:9092
                security.protocol=SASL_SSL
                sasl.jaas.config=Login required password="canary";
                ssl.keystore.password=canary
                consumer.ssl.key.password=canary
                ssl.keystore.key=canary
                """);

        Map<String, String> settings = SettingsInEffect.runtime(file, Map.of("ssl.truststore.password", "canary"));

        assertThat(settings)
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", SettingsInEffect.MASK)
                .containsEntry("http.port", "8080");
        assertThat(settings.toString()).doesNotContain("canary");
    }
}
