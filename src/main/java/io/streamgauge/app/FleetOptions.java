package io.streamgauge.app;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code bench alerts} generates. */
final class FleetOptions {

    @Option(names = "--fleet-keys", paramLabel = "N", description = "alerts: keys of a fleet (default: 20).")
    int keys = 20;

    @Option(names = "--days", paramLabel = "N", description = "alerts: event time in days (default: 30).")
    int days = 30;

    @Option(names = "--fleets", paramLabel = "N", description = "alerts: fleets, a seed each (default: 2).")
    int fleets = 2;

    @Option(names = "--fleet-seed", paramLabel = "N", description = "alerts: the first fleet's seed (default: 1001).")
    long seed = 1_001;

    @Mixin
    LeftOut leftOut = new LeftOut();

    /** What is asked for. */
    AlertBench.Size size() {
        if (keys < 1 || days < 1 || fleets < 1) {
            throw new UserError("bench alerts: found --fleet-keys " + keys + ", --days " + days + " and --fleets "
                    + fleets + ", expected at least 1 of each");
        }
        return new AlertBench.Size(keys, days, seed, fleets, leftOut.statistics());
    }
}
