package io.streamgauge.app;

import io.streamgauge.alert.AlertService;
import io.streamgauge.alert.AlertSink;
import io.streamgauge.alert.AlertmanagerSink;
import io.streamgauge.alert.WebhookSink;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The routes from a stream's anomalies to all sinks that the runtime file names; none by default. */
final class AlertRouting implements AutoCloseable {

    private final List<AlertService> services = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    AlertRouting(TopologyConfig topology, RuntimeConfig runtime) {
        RuntimeConfig.Alert settings = runtime.alert();
        if (!settings.alertmanagers().isEmpty()) {
            add(
                    new AlertmanagerSink(
                            topology.name(),
                            settings.alertmanagers(),
                            settings.resolveTimeout(),
                            settings.timeout(),
                            Clock.systemUTC()),
                    topology,
                    runtime);
        }
        settings.webhook()
                .ifPresent(uri -> add(new WebhookSink(topology.name(), uri, settings.timeout()), topology, runtime));
    }

    private void add(AlertSink sink, TopologyConfig topology, RuntimeConfig runtime) {
        services.add(new AlertService(sink, topology.topicNames(), runtime));
        names.add(sink.name());
    }

    /** Names of the sinks. */
    List<String> sinks() {
        return List.copyOf(names);
    }

    void start() {
        services.forEach(AlertService::start);
    }

    @Override
    public void close() {
        services.forEach(AlertService::close);
    }
}
