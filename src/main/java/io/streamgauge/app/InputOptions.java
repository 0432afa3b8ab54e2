package io.streamgauge.app;

import io.streamgauge.wire.CsvSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name files of events and how to read them. */
final class InputOptions {

    @Option(names = "--input", paramLabel = "FILE.csv", description = "File to read; may be repeated, merged by time.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--melt", description = "Makes every numeric column a key of its own.")
    boolean melt;

    @Option(names = "--time-column", paramLabel = "NAME", description = "Column of the event time; found without it.")
    @Nullable
    String timeColumn;

    @Option(names = "--separator", paramLabel = "CHAR", description = "Separator of the columns; found without it.")
    @Nullable
    Character separator;

    @Option(
            names = "--targets",
            paramLabel = "A,B",
            split = ",",
            description = "Columns to read; every numeric one without it.")
    List<String> targets = new ArrayList<>();

    boolean isGiven() {
        return !files.isEmpty();
    }

    InputFiles open() {
        CsvSource.Options options = new CsvSource.Options(timeColumn, separator, targets, melt);
        List<CsvSource> sources = new ArrayList<>();
        files.forEach(file -> sources.add(CsvSource.open(file, options)));
        return new InputFiles(sources);
    }
}
