package io.streamgauge.app;

import picocli.CommandLine.Command;

/** {@code model}: the model registry on the weights topic. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Looks after the versions of a stream's weights, on its weights topic.",
        subcommands = {ModelImportCommand.class})
final class ModelCommand {}
