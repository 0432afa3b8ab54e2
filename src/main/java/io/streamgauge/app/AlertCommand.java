package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code alert}: sends a stream's alerts on, in a process of its own. */
@Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description = "Sends a stream's alerts to Alertmanager and a webhook; run does so too where they are set.",
        footer = {
            "",
            "Example:",
            "  streamgauge alert --topology my.yaml --set alert.alertmanager.urls=http://127.0.0.1:9093"
        })
final class AlertCommand implements Callable<Integer> {

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topology();
        try (AlertRouting routing = new AlertRouting(topology, runtime)) {
            if (routing.sinks().isEmpty()) {
                throw new UserError("alert.alertmanager.urls and alert.webhook.url are none, expected at least one");
            }
            options.requireTopics(runtime, topology);
            try (Shutdown shutdown = new Shutdown()) {
                routing.start();
                System.out.println("Alerts of '" + topology.name() + "' go to " + String.join(" and ", routing.sinks())
                        + "; stop with Ctrl-C");
                while (!shutdown.await(500)) {
                    // Until it is asked to stop.
                }
                return 0;
            }
        }
    }
}
