package io.streamgauge.app;

import picocli.CommandLine.Command;

/** {@code model}: the model registry on the weights topic. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Looks after the versions of a stream's weights, on its weights topic.",
        footer = {
            "",
            "Example:",
            "  streamgauge model import --topology topology/series.yaml --input weights.safetensors"
        },
        subcommands = {ModelImportCommand.class})
final class ModelCommand {}
