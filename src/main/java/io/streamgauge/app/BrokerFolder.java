package io.streamgauge.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which an embedded broker keeps its log, held under a lock for as long as the broker runs.
 *
 * <p>The lock file doubles as the mark that the folder is ours: a folder that holds anything else is refused before Kafka
 * sees it, because Kafka halts the whole process over a file it does not know.
 */
final class BrokerFolder implements AutoCloseable {
    private static final String LOCK_FILE = ".streamgauge-broker";
    private static final String LOG_FOLDER = "log";

    private final Path folder;
    private final FileChannel lockFile;

    private BrokerFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder where it is missing, and locks it.
     *
     * @throws UserError if the folder cannot be written, holds other files, or is locked by a running broker
     */
    static BrokerFolder lock(Path dir) {
        Path folder = dir.toAbsolutePath().normalize();
        FileChannel lockFile = null;
        try {
            Files.createDirectories(folder);
            refuseOtherFiles(folder);
            lockFile = FileChannel.open(
                    folder.resolve(LOCK_FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                throw new UserError("the broker folder " + folder
                        + " is in use by a running broker; stop that one, or name another folder with --dir");
            }
            Files.createDirectories(folder.resolve(LOG_FOLDER));
            return new BrokerFolder(folder, lockFile);
        } catch (IOException problem) {
            closeQuietly(lockFile);
            throw new UserError(
                    "the broker folder " + folder + " cannot be written (" + reason(problem)
                            + "); expected a folder that this user may create and write, see --dir",
                    problem);
        } catch (UserError problem) {
            closeQuietly(lockFile);
            throw problem;
        }
    }

    /** Where Kafka's own files go. */
    Path log() {
        return folder.resolve(LOG_FOLDER);
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** Releases the lock; the files stay. */
    @Override
    public void close() {
        closeQuietly(lockFile);
    }

    private static void refuseOtherFiles(Path folder) throws IOException {
        if (Files.exists(folder.resolve(LOCK_FILE))) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> others = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .limit(1)
                    .toList();
            if (!others.isEmpty()) {
                throw new UserError("the broker folder " + folder + " holds other files (" + others.get(0)
                        + "); expected an empty folder or one that an embedded broker made, see --dir");
            }
        }
    }

    /** A lock, or null where another process, or another broker in this one, holds it. */
    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** The class of a file problem says more than its message, which is often the bare path. */
    private static String reason(IOException problem) {
        String kind = problem.getClass().getSimpleName();
        return switch (kind) {
            case "AccessDeniedException" -> "permission denied";
            case "FileAlreadyExistsException" -> "a file stands in its place";
            default -> kind + ": " + problem.getMessage();
        };
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Closing only releases the lock, and the operating system does so in any case when the process ends.
        }
    }
}
