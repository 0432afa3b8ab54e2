package io.streamgauge.app;

import io.streamgauge.http.ECharts;
import io.streamgauge.http.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The file that a report is written to; refused before the work is done if it cannot be written. */
final class ReportFile {
    private final Path file;

    ReportFile(Path file) {
        this.file = file;
        Path folder = file.toAbsolutePath().getParent();
        boolean writable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!writable) {
            throw new UserError(file + ": cannot be written, expected a file in a folder that exists");
        }
    }

    /**
     * Writes the page.
     *
     * @param script the report's own; empty where there is none
     */
    void write(ReportPage.Heading heading, Map<String, ?> data, String script) {
        try {
            Files.writeString(file, ReportPage.render(heading, data, ECharts.script(), script));
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
