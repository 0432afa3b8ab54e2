package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.http.Health;
import io.streamgauge.http.History;
import io.streamgauge.http.HttpService;
import io.streamgauge.http.HttpSources;
import io.streamgauge.http.ModelHistory;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelInfo;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** The page, the metrics and the health of one process, fed from what is committed on the forecasts topic. */
final class LivePage implements AutoCloseable {

    /** What the page shows: recent forecasts and versions, bounded. */
    static final class Content {

        private static final int VERSIONS_SHOWN = 500;

        private final History history;
        private final ModelHistory models = new ModelHistory(VERSIONS_SHOWN);
        private final RuntimeConfig.Http http;

        Content(RuntimeConfig.Http http) {
            this.http = http;
            history = new History(http.keys(), http.history());
        }

        void forecast(ForecastRecord forecast) {
            history.record(forecast);
        }

        void model(ModelInfo info) {
            models.record(info);
        }

        /** Records of each partition to read at a start, so that the page is not empty after a restart. */
        long recordsBefore() {
            return 20L * http.history();
        }
    }

    private final HttpService service;
    private final ForecastTail tail;

    LivePage(TopologyConfig topology, RuntimeConfig runtime, Content content, Meters meters, Supplier<Health> health) {
        RuntimeConfig.Http http = runtime.http();
        try {
            service = new HttpService(
                    http.host(),
                    http.port(),
                    HttpGuard.of(http),
                    new HttpSources(topology.name(), content.history, content.models, meters::scrape, health));
        } catch (UncheckedIOException e) {
            throw refusal(http, e);
        }
        tail = new ForecastTail(runtime, topology.topicNames().forecasts(), content.recordsBefore(), content::forecast);
    }

    /** Refuses an address that cannot be had, before anything else is started. */
    static void requireFree(RuntimeConfig.Http http) {
        try {
            HttpService.requireFree(http.host(), http.port());
        } catch (UncheckedIOException e) {
            throw refusal(http, e);
        }
    }

    private static UserError refusal(RuntimeConfig.Http http, UncheckedIOException problem) {
        Throwable cause = problem.getCause();
        String reason = String.valueOf(cause == null ? problem.getMessage() : cause.getMessage());
        return new UserError(
                reason.contains("in use")
                        ? "http.port: " + http.port() + " on " + http.host()
                                + " is taken, expected a free port (0 takes any; --set http.port=0)"
                        : "http.host, http.port: cannot listen on " + http.host() + ", port " + http.port() + " ("
                                + reason + "), expected an address of this machine and a free port",
                problem);
    }

    void start() {
        tail.start();
    }

    String url() {
        return service.url();
    }

    @Override
    public void close() {
        tail.close();
        service.close();
    }
}
