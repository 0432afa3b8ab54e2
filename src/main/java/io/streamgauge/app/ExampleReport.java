package io.streamgauge.app;

import io.streamgauge.example.CourseProgram;
import io.streamgauge.example.Outcome;
import io.streamgauge.example.ProgramSettings;
import io.streamgauge.example.ReportPage;
import io.streamgauge.http.ECharts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that an example's pictures are written to; refused before the example runs if it cannot be written. */
final class ExampleReport {
    private final Path file;

    ExampleReport(String name) {
        file = Path.of(name);
        Path folder = file.toAbsolutePath().getParent();
        boolean writable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!writable) {
            throw new UserError(file + ": cannot be written, expected a file in a folder that exists");
        }
    }

    void write(CourseProgram program, ProgramSettings settings, Outcome outcome) {
        try {
            Files.writeString(file, ReportPage.render(program, settings, outcome, ECharts.script()));
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
