package io.streamgauge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets stand elsewhere and are not told. */
class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadWhatAReferenceLeadsTo() throws IOException {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "login=canary\n");
        RuntimeConfig config = load("${file:" + file + ":login}");
        assertThat(config.consumer()).containsEntry("sasl.jaas.config", "canary");
        assertThat(config.streams()).containsEntry("sasl.jaas.config", "canary");
        assertThat(load("${directory:" + folder + ":secrets.properties}").producer())
                .containsEntry("sasl.jaas.config", "login=canary\n");
        assertThat(config.toString()).doesNotContain("canary");
    }

    @Test
    void shouldSayWhereAReferenceLeadsToNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "login=canary\n");
        Path broken = Files.writeString(folder.resolve("broken.properties"), "login=canary \\u00x\n");
        for (String reference : new String[] {
            "${file:" + file + ":other}",
            "${file:" + broken + ":login}",
            "${file:/nowhere:login}",
            "${file:/no\0where:login}",
            "${vault:a:b}",
            "${env:NO_SUCH}"
        }) {
            assertThatExceptionOfType(ConfigError.class)
                    .as(reference)
                    .isThrownBy(() -> load(reference))
                    .withMessageContaining("sasl.jaas.config: found a reference that leads to nothing")
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain("canary"));
        }
    }

    private static RuntimeConfig load(String login) {
        return RuntimeConfig.load(null, Map.of("sasl.jaas.config", login));
    }
}
