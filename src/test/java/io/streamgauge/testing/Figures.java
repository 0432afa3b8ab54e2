package io.streamgauge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The figures that a test has come by, as {@code RESULT} lines in a file that {@code src/measure/reliability.sh} prints. */
public final class Figures {

    /** Tag of the tests that the reliability table is made of, beside the faults. */
    public static final String TAG = "reliability";

    private static final Path FOLDER = Path.of("target", "figures");

    private final String name;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param name of the file
     */
    public Figures(String name) {
        this.name = name;
    }

    public void put(String figure, Object value, String unit) {
        lines.add("RESULT " + figure + " " + value + " " + unit);
    }

    /** Writes all figures, in the place of those of an earlier run. */
    public void write() {
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(name + ".txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
