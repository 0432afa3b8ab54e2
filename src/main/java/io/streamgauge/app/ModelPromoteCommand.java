package io.streamgauge.app;

import io.streamgauge.wire.ModelRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code model promote}: a version takes charge. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = "Has the trainer put a version in charge, as a new generation, and learn on from it.",
        footer = {"", "Example:", "  streamgauge model promote --topology topology/series.yaml 12"})
final class ModelPromoteCommand implements Callable<Integer> {

    @Mixin
    ModelRequests requests = new ModelRequests();

    @Parameters(paramLabel = "VERSION", description = "The version to put in charge.")
    long version;

    @Override
    public Integer call() {
        if (version < 1) {
            throw new UserError("VERSION is " + version + ", expected a version from 1 on; see model list");
        }
        return requests.decide(ModelRequest.Action.PROMOTE, version);
    }
}
