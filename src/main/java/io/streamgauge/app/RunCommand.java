package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: the forecaster, against any Kafka. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the forecaster of a stream: reads its source topic, writes forecasts and anomalies.",
        footer = {
            "",
            "Examples:",
            "  streamgauge run --topology topology/series.yaml",
            "  streamgauge run --topology my.yaml --config my.properties --set http.port=8081"
        })
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--lockstep",
            paramLabel = "R",
            description = "Takes in R events at a time and awaits what a trainer in lock-step learns from them.")
    int lockstep;

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        if (lockstep < 0) {
            throw new UserError("--lockstep is " + lockstep + ", expected 1 or more events, or 0 for none");
        }
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topology();
        options.requireTopics(runtime, topology);
        Meters meters = new Meters(topology);
        LivePage.Content content = new LivePage.Content(runtime.http(), options.inEffect());
        ForecasterSlot slot = new ForecasterSlot();
        try (Shutdown shutdown = new Shutdown();
                AlertRuleWatch rules = new AlertRuleWatch(topology, options.topologyFile, () -> options.topology());
                LivePage page = new LivePage(topology, runtime, content, meters, slot);
                ForecasterRuntime forecaster = new ForecasterRuntime(
                        topology,
                        runtime,
                        page.address(),
                        lockstep,
                        meters.forecast(runtime.watched()),
                        content::model,
                        rules);
                AlertRouting routing = new AlertRouting(topology, runtime)) {
            slot.fill(forecaster);
            meters.streams(forecaster.figures());
            rules.start();
            forecaster.start();
            page.start();
            routing.start();
            System.out.println("Forecasting '" + topology.source().topic() + "' as '" + topology.name() + "'; page at "
                    + page.url() + "; stop with Ctrl-C");
            while (!shutdown.await(500)) {
                forecaster.requireHealthy();
            }
            return 0;
        }
    }
}
