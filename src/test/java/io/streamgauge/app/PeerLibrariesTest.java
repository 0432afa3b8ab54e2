package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.bench.PeerName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerLibrariesTest {

    @Test
    void shouldNameTheFirstArtefactThatIsMissing() {
        String log = """
                [INFO] Downloading a.fine:thing:jar:1.0
                [ERROR] Failed to execute goal: Could not resolve dependencies for io.streamgauge:streamgauge:jar:0.1.0
                [ERROR] dependency: ai.djl.pytorch:pytorch-engine:jar:0.35.1 (test)
                [ERROR] dependency: org.ejml:ejml-fdense:jar:0.46.1 (test)
                """;

        assertThat(PeerLibraries.missing(log)).isEqualTo("ai.djl.pytorch:pytorch-engine:jar:0.35.1");
    }

    @Test
    void shouldSpeakOfAllWhereTheLogNamesNone() {
        assertThat(PeerLibraries.missing("[ERROR] no route to host")).isEqualTo("the libraries to compare with");
    }

    @Test
    void shouldSayWhereTheSourcesWereExpected(@TempDir Path home) {
        assertThatThrownBy(() -> new PeerLibraries(home).of(PeerName.Group.COMMON))
                .isInstanceOf(UserError.class)
                .hasMessage(home.resolve("src/peers/java")
                        + " not found; expected the sources that ship with Streamgauge; '--peers none' measures ours"
                        + " alone");
    }
}
