package io.streamgauge.app;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that Streamgauge was installed in, with the files that ship beside the classes. */
final class Home {

    private static final String PROPERTY = "streamgauge.home";

    private Home() {}

    static Path folder() {
        return Path.of(System.getProperty(PROPERTY, ".")).toAbsolutePath().normalize();
    }

    /** A topology file that ships with Streamgauge. */
    static Path topology(String name) {
        Path file = Path.of(System.getProperty(PROPERTY, "."), "topology", name);
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + " not found; expected the file that ships with Streamgauge, or --topology FILE");
        }
        return file;
    }
}
