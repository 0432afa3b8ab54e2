package io.streamgauge.app;

import io.streamgauge.wire.OnnxExport;
import io.streamgauge.wire.WeightsRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model export}: a version as a file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a version to a file: as safetensors, which PyTorch loads and model import takes, or as one step of an"
                    + " ONNX model, by the file's ending."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge model export --topology topology/series.yaml --output champion.safetensors",
            "  streamgauge model export --topology topology/series.yaml 12 --output v12.onnx"
        })
final class ModelExportCommand implements Callable<Integer> {

    private static final String ONNX = ".onnx";
    private static final String SAFETENSORS = ".safetensors";

    @Mixin
    ModelOptions options = new ModelOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "0",
            description = "The version; without it, the champion.")
    long version;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "A file that ends in " + SAFETENSORS + " or " + ONNX + ".")
    Path output = Path.of("");

    @Override
    public Integer call() {
        String name = output.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(ONNX) && !name.endsWith(SAFETENSORS)) {
            throw new UserError(output + ": expected a file that ends in " + SAFETENSORS + " or " + ONNX);
        }
        ModelFile.requireWritable(output);
        WeightsRecord weights =
                ModelVersions.usable(ModelVersions.require(options.registry().read(), version, options.topology()));
        write(name.endsWith(ONNX) ? onnx(weights) : weights.encode());
        System.out.printf(Locale.ROOT, "version %d is in %s%n", weights.info().version(), output);
        return 0;
    }

    private static byte[] onnx(WeightsRecord weights) {
        return OnnxExport.encode(weights.task().network(), weights.parameters(), weights.provenance());
    }

    private void write(byte[] bytes) {
        try {
            Files.write(output, bytes);
        } catch (IOException e) {
            throw new UserError(output + ": cannot be written, expected a file in a folder that exists", e);
        }
    }
}
