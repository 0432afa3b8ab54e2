package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.config.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Function;

/**
 * The topology file that {@code tune} writes. It is read again before it takes its place, and never takes another's unless
 * it may.
 */
final class TunedFile {
    private final Path from;
    private final Path to;

    /**
     * @param from the topology file to change
     * @param to the file to write
     * @param force whether there may be one already
     */
    TunedFile(Path from, Path to, boolean force) {
        this.from = from;
        this.to = to;
        Path folder = to.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(to)) {
            throw new UserError(to + ": cannot be written, expected a file in a folder that exists");
        }
        if (Files.exists(to) && !force) {
            throw new UserError(to + ": is there already, expected a new file, or --force");
        }
    }

    /** Refuses now what could not be written after long work. */
    void requireChangeable(Map<String, String> settings, Function<Map<String, String>, TopologyConfig> expected) {
        try {
            Files.delete(prepared(settings, "", expected));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Writes the file.
     *
     * @param settings to change
     * @param remark a line about them
     * @param expected what a topology under these settings is
     */
    void write(Map<String, String> settings, String remark, Function<Map<String, String>, TopologyConfig> expected) {
        try {
            Files.move(prepared(settings, remark, expected), to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The file beside its place, read again. */
    private Path prepared(
            Map<String, String> settings, String remark, Function<Map<String, String>, TopologyConfig> expected)
            throws IOException {
        String text = TopologyFile.changed(from, settings, remark);
        Path prepared = to.resolveSibling("." + to.getFileName() + ".new");
        boolean isGood = false;
        try {
            Files.writeString(prepared, text);
            if (!TopologyConfig.load(prepared, Map.of()).equals(expected.apply(settings))) {
                throw new UserError(from + ": cannot be changed key by key, expected a file with a key on each line");
            }
            isGood = true;
        } finally {
            if (!isGood) {
                Files.deleteIfExists(prepared);
            }
        }
        return prepared;
    }

    private UserError unwritable(IOException e) {
        return new UserError(to + ": cannot be written (" + e.getMessage() + ")", e);
    }
}
