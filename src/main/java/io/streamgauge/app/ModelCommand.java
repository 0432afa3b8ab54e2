package io.streamgauge.app;

import picocli.CommandLine.Command;

/** {@code model}: the model registry on the weights topic. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = {
            "Looks after the versions of a stream's weights, on its weights topic, while everything runs.",
            "Weights have one writer, the trainer: promote and rollback ask it, and wait for what it decides."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge model list --topology topology/series.yaml",
            "  streamgauge model rollback --topology topology/series.yaml --reason 'worse since Monday'"
        },
        subcommands = {
            ModelListCommand.class,
            ModelShowCommand.class,
            ModelExportCommand.class,
            ModelImportCommand.class,
            ModelPromoteCommand.class,
            ModelRollbackCommand.class
        })
final class ModelCommand {}
