package io.streamgauge.app;

import io.streamgauge.anomaly.AlertRuleSet;
import io.streamgauge.config.AlertSettings;
import io.streamgauge.config.ConfigError;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.AlertRuleSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert rules of a running forecaster, which follow the topology file: a saved change of its {@code alerts} counts
 * from the next event on. Nothing restarts, and nothing that was learned is lost. A file that cannot be read, or in which
 * anything else has changed, changes nothing, and is told of in the log.
 */
final class AlertRuleWatch implements Supplier<AlertRuleSet>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertRuleWatch.class);
    private static final long PERIOD_MILLIS = 500;

    private final Path file;
    private final Supplier<TopologyConfig> reload;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile AlertRuleSet rules;
    private TopologyConfig current;
    private @Nullable FileTime seen;

    /**
     * @param topology as it was read at the start
     * @param file it was read from
     * @param reload reads it again
     */
    AlertRuleWatch(TopologyConfig topology, Path file, Supplier<TopologyConfig> reload) {
        this.file = file;
        this.reload = reload;
        current = topology;
        rules = AlertRuleSets.of(topology);
        seen = modified();
        thread = new Thread(this::watch, "alert-rules");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public AlertRuleSet get() {
        return rules;
    }

    private void watch() {
        try {
            while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes in the file if it has changed. */
    void check() {
        FileTime now = modified();
        if (now == null || now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            take(reload.get());
        } catch (ConfigError e) {
            e.problems().forEach(problem -> LOG.warn("Alert rules stay as they are: {}", problem));
        }
    }

    private void take(TopologyConfig changed) {
        AlertSettings alerts = changed.anomaly().alerts();
        if (!changed.equals(current.withAlerts(alerts))) {
            LOG.warn(
                    "{}: more than alerts has changed, expected a restart for the rest; alert rules stay as they are",
                    file);
            return;
        }
        if (!alerts.equals(current.anomaly().alerts())) {
            current = changed;
            rules = AlertRuleSets.of(changed);
            LOG.info("Alert rules taken from {}", file);
        }
    }

    private @Nullable FileTime modified() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // Editors replace a file by another: it is there again in a moment.
            return null;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
