package io.streamgauge.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a configuration file, bounded in size. */
final class TextFile {
    private static final int MAX_BYTES = 1 << 20;

    private TextFile() {}

    static String read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new ConfigError(file + ": found a folder, expected a file");
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new ConfigError(file + ": found " + size + " bytes, expected at most " + MAX_BYTES);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException missing) {
            throw new ConfigError(file + ": no such file");
        } catch (AccessDeniedException denied) {
            throw new ConfigError(file + ": not readable by this user");
        } catch (CharacterCodingException binary) {
            throw new ConfigError(file + ": found bytes that are not UTF-8, expected text");
        } catch (IOException failed) {
            throw new ConfigError(file + ": cannot be read: " + failed.getMessage());
        }
    }
}
