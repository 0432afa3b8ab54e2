package io.streamgauge.app;

import io.streamgauge.wire.ModelRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code model rollback}: an earlier version takes charge again. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Has the trainer put an earlier version in charge again, as a new generation, and learn on from it. Without"
                    + " VERSION it is the one that a degraded champion would give way to, or the one before it."
        },
        footer = {
            "",
            "Example:",
            "  streamgauge model rollback --topology topology/series.yaml --reason 'worse since Monday'"
        })
final class ModelRollbackCommand implements Callable<Integer> {

    @Mixin
    ModelRequests requests = new ModelRequests();

    @Parameters(arity = "0..1", paramLabel = "VERSION", defaultValue = "0", description = "The version to go back to.")
    long version;

    @Override
    public Integer call() {
        if (version < 0) {
            throw new UserError("VERSION is " + version + ", expected a version from 1 on; see model list");
        }
        return requests.decide(ModelRequest.Action.ROLLBACK, version);
    }
}
