package io.streamgauge.app;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A version of the weights as a file: the bytes that the weights topic would hold. */
final class ModelFile {

    private ModelFile() {}

    /** Reads weights for the given forecaster; any others are the user's mistake. */
    static WeightsRecord read(Path file, ForecasterSpec spec) {
        try {
            if (Files.size(file) > WeightsRecord.MAX_BYTES) {
                throw new UserError(file + ": has " + Files.size(file) + " bytes, expected weights of at most "
                        + WeightsRecord.MAX_BYTES);
            }
            return WeightsRecord.decode(Files.readAllBytes(file), ModelTask.of(spec));
        } catch (WireFormatException e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read, expected a file of weights", e);
        }
    }

    static void write(Path file, WeightsRecord weights) {
        try {
            Files.write(file, weights.encode());
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written, expected a file in a folder that exists", e);
        }
    }

    /** Refuses now what could not be written after long work. */
    static void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new UserError(file + ": cannot be written, expected a file in a folder that exists");
        }
    }
}
