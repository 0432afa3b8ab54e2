package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.trainer.ModelImport;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.WeightsRecord;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code model import}: weights from a file as the next champion. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes weights that pretrain has written as the next version and champion. They must be for the"
                    + " topology's network and finite.",
            "Weights have one writer: a running trainer is stopped by this; start it again after, and it learns on from"
                    + " the imported weights."
        },
        footer = {
            "",
            "Example:",
            "  streamgauge model import --topology topology/series.yaml --input weights.safetensors"
        })
final class ModelImportCommand implements Callable<Integer> {

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE.safetensors",
            description = "The weights to publish.")
    Path input = Path.of("");

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topologyOfValues("model import");
        WeightsRecord weights = ModelFile.read(input, Wiring.forecaster(topology));
        options.requireTopics(runtime, topology);
        ModelInfo info = new ModelImport(
                        Wiring.trainer(topology, topology.trainer().publishInterval(), false)
                                .withSeal(Wiring.seal(topology, runtime)),
                        runtime.consumer(),
                        runtime.producer())
                .publish(weights);
        System.out.printf(
                Locale.ROOT,
                "version %d (generation %d) is champion of '%s'%n",
                info.version(),
                info.generation(),
                topology.model());
        return 0;
    }
}
