package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvWriterTest {

    @TempDir
    Path folder;

    @Test
    void shouldQuoteWhatWouldEndACell() throws IOException {
        Path file = folder.resolve("out.csv");
        try (CsvWriter out = CsvWriter.create(file, List.of("key", "value", "count"))) {
            out.text("plain").number(.1 + .2).number(3).endRow();
            out.text("a \"b\", c").number(1e-300).number(-1L).endRow();
        }
        assertThat(Files.readString(file)).isEqualTo("""
                        key,value,count
                        plain,0.30000000000000004,3
                        "a ""b"", c",1.0E-300,-1
                        """);
    }

    @Test
    void shouldNameTheFileThatCannotBeWritten() {
        Path file = folder.resolve("none").resolve("out.csv");
        assertThatThrownBy(() -> CsvWriter.create(file, List.of("key")))
                .isInstanceOf(InputFileError.class)
                .hasMessage(file + ": cannot be written, expected a file in a folder that exists");
    }
}
