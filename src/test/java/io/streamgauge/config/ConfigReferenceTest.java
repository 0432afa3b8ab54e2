package io.streamgauge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final Path PAGE = Path.of("config", "REFERENCE.md");

    @Test
    void shouldStandInTheRepositoryAsTheDefinitionsSay() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, ConfigReference.markdown());
        }
        assertThat(PAGE).as("rewrite with -Dgolden.update=true").hasContent(ConfigReference.markdown());
    }
}
