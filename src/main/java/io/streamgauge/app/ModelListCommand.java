package io.streamgauge.app;

import io.streamgauge.trainer.ModelRegistry.Dated;
import io.streamgauge.trainer.ModelRegistry.Listing;
import io.streamgauge.trainer.ModelRegistry.Version;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelOrigin;
import io.streamgauge.wire.WeightsRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code model list}: the versions on the weights topic and the latest decisions about them. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the versions on the weights topic, oldest first, then the trainer's latest decisions.",
            "LOSS and PARENT are losses on windows that neither version had been trained on; WINDOWS are those windows'"
                    + " offsets. * marks the champion, + what is served where the champion is damaged."
        },
        footer = {"", "Example:", "  streamgauge model list --topology topology/series.yaml"})
final class ModelListCommand implements Callable<Integer> {

    private static final String ROW = "%1s %7s %10s %-20s %9s %6s %9s %-13s %s%n";

    @Mixin
    ModelOptions options = new ModelOptions();

    @Option(
            names = "--decisions",
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "Decisions to show (default: ${DEFAULT-VALUE}).")
    int decisions;

    @Override
    public Integer call() {
        Listing listing = options.registry().read();
        System.out.printf(
                Locale.ROOT,
                ROW,
                "",
                "VERSION",
                "GENERATION",
                "PUBLISHED",
                "LOSS",
                "PARENT",
                "ITS LOSS",
                "WINDOWS",
                "BY");
        listing.versions().forEach(version -> row(version, listing.champion()));
        List<Dated> latest = listing.decisions();
        latest.subList(Math.max(0, latest.size() - Math.max(0, decisions)), latest.size())
                .forEach(dated -> System.out.println(ModelText.decision(dated)));
        return 0;
    }

    private static void row(Version version, @Nullable ChampionPointer champion) {
        WeightsRecord weights = version.weights();
        if (weights == null) {
            System.out.printf(
                    Locale.ROOT,
                    "%s %7d unusable: %s%n",
                    mark(version, champion),
                    version.version(),
                    version.problem());
            return;
        }
        ModelInfo info = weights.info();
        ModelOrigin origin = weights.origin();
        System.out.printf(
                Locale.ROOT,
                ROW,
                mark(version, champion),
                info.version(),
                info.generation(),
                Instant.ofEpochMilli(version.published()).truncatedTo(ChronoUnit.SECONDS),
                String.format(Locale.ROOT, "%.4f", info.gateLoss()),
                origin.parent() == 0 ? "-" : Long.toString(origin.parent()),
                String.format(Locale.ROOT, "%.4f", info.parentLoss()),
                origin.judgedFrom() + "-" + origin.judgedUntil(),
                origin.by());
    }

    private static String mark(Version version, @Nullable ChampionPointer champion) {
        if (champion == null) {
            return " ";
        }
        ChampionPointer.Target fallback = champion.fallback();
        return champion.version() == version.version()
                ? "*"
                : fallback != null && fallback.version() == version.version() ? "+" : " ";
    }
}
