package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.SourceEvent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code generate}: the demo's fleet of sensors as a process of its own. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Publishes the events of a made-up fleet of sensors to a stream's source topic, until it is stopped; clicks on"
                        + " pages where the topology makes a series of raw events.",
        footer = {
            "",
            "Examples:",
            "  streamgauge generate --topology topology/demo.yaml",
            "  streamgauge generate --topology topology/demo.yaml --keys 20 --speedup 60 --events 100000",
            "  streamgauge generate --topology topology/clicks.yaml --speedup 600"
        })
final class GenerateCommand implements Callable<Integer> {

    @Option(
            names = "--keys",
            paramLabel = "N",
            description = "Sensors of the fleet, or pages. Default: ${DEFAULT-VALUE}.")
    int keys = FleetGenerator.Settings.demo(0).keys();

    @Option(
            names = "--speedup",
            paramLabel = "X",
            description = "Event time per wall time, 0 for no limit. Default: ${DEFAULT-VALUE}.")
    double speedup = 1;

    @Option(names = "--events", paramLabel = "N", description = "Events to publish; 0 for no end.")
    long most;

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        if (keys < 1 || most < 0 || speedup < 0) {
            throw new UserError("--keys is " + keys + ", --events " + most + ", --speedup " + speedup
                    + "; expected at least 1 key and none of the others negative");
        }
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topologyOfValues("generate");
        EventPublisher.requireJson(topology);
        options.requireTopics(runtime, topology);
        if (topology.buckets().isOn()) {
            publishClicks(topology, runtime);
            return 0;
        }
        try (Shutdown shutdown = new Shutdown();
                DemoSource fleet = DemoSource.ofFleet(
                        FleetGenerator.Settings.demo(topology.seed()).withKeys(keys), most);
                EventPublisher publisher = new EventPublisher(topology, runtime)) {
            System.out.println("Generating events of " + keys + " sensors on '"
                    + topology.source().topic() + "'; stop with Ctrl-C");
            publish(fleet, publisher, shutdown);
            System.out.println("Published " + fleet.taken() + " events to "
                    + topology.source().topic());
            return 0;
        }
    }

    private void publishClicks(TopologyConfig topology, RuntimeConfig runtime) {
        ClickGenerator clicks = new ClickGenerator(keys, topology.seed());
        try (Shutdown shutdown = new Shutdown();
                EventPublisher publisher = new EventPublisher(topology, runtime)) {
            System.out.println("Generating clicks on " + keys + " pages on '"
                    + topology.source().topic() + "'; stop with Ctrl-C");
            Pacer pacer = new Pacer(0, speedup);
            long published = 0;
            for (; most == 0 || published < most; published++) {
                ClickGenerator.Click click = clicks.next();
                if (shutdown.await(pacer.millisUntilDue(click.due()))) {
                    break;
                }
                publisher.send(click.page(), click.json());
            }
            publisher.flush();
            System.out.println(
                    "Published " + published + " clicks to " + topology.source().topic());
        }
    }

    private void publish(DemoSource fleet, EventPublisher publisher, Shutdown shutdown) {
        Pacer pacer = new Pacer(0, speedup);
        while (fleet.hasNext()) {
            SourceEvent event = fleet.next();
            if (shutdown.await(pacer.millisUntilDue(event))) {
                break;
            }
            publisher.send(event);
        }
        publisher.flush();
    }
}
