package io.streamgauge.app;

import io.streamgauge.trainer.ModelRegistry.Listing;
import io.streamgauge.trainer.ModelRegistry.Version;
import io.streamgauge.wire.WeightsRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code model show}: everything that is known of one version. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a version's provenance and the decisions that put it in charge or took it out.",
        footer = {"", "Example:", "  streamgauge model show --topology topology/series.yaml 12"})
final class ModelShowCommand implements Callable<Integer> {

    @Mixin
    ModelOptions options = new ModelOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "0",
            description = "The version; without it, the champion.")
    long version;

    @Override
    public Integer call() {
        Listing listing = options.registry().read();
        Version found = ModelVersions.require(listing, version, options.topology());
        WeightsRecord weights = ModelVersions.usable(found);
        System.out.println("parameters " + weights.parameters().size());
        weights.provenance().forEach((name, value) -> System.out.println(name + " " + value));
        listing.decisions().stream()
                .filter(dated -> dated.decision().isChange())
                .filter(dated -> dated.decision().version() == found.version()
                        || dated.decision().parent() == found.version())
                .forEach(dated -> System.out.println(ModelText.decision(dated)));
        return 0;
    }
}
