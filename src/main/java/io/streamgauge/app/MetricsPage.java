package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.http.Health;
import io.streamgauge.http.HttpService;
import io.streamgauge.http.HttpSources;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** The metrics and the health of a process that has nothing else to show, and how an address is taken for any. */
final class MetricsPage implements AutoCloseable {

    private final HttpService service;

    /** The trainer's: on any free port where the usual one is taken and none was asked for. */
    static MetricsPage ofTrainer(String title, RuntimeConfig runtime, Meters meters, Supplier<Health> health) {
        RuntimeConfig.TrainerHttp wanted = runtime.trainerHttp();
        RuntimeConfig.Http http = runtime.http().withPort(wanted.port(), wanted.chosen());
        HttpSources sources = new HttpSources(title, meters::scrape, health, null);
        if (!wanted.chosen()) {
            try {
                HttpService.requireFree(http.host(), http.port());
            } catch (UncheckedIOException taken) {
                http = http.withPort(0, false);
            }
        }
        return new MetricsPage(listen(http, "trainer.http", sources));
    }

    private MetricsPage(HttpService service) {
        this.service = service;
    }

    /** The address of the metrics. */
    String url() {
        return service.url() + "metrics";
    }

    /**
     * Starts to serve.
     *
     * @param section where the port is set, without {@code .port}
     */
    static HttpService listen(RuntimeConfig.Http http, String section, HttpSources sources) {
        try {
            return new HttpService(http.host(), http.port(), HttpGuard.of(http), sources);
        } catch (UncheckedIOException e) {
            throw refusal(http, section, e);
        }
    }

    /** Refuses the page's address if it cannot be had, before anything else is started. */
    static void requireFree(RuntimeConfig.Http http) {
        try {
            HttpService.requireFree(http.host(), http.port());
        } catch (UncheckedIOException e) {
            throw refusal(http, "http", e);
        }
    }

    private static UserError refusal(RuntimeConfig.Http http, String section, UncheckedIOException problem) {
        Throwable cause = problem.getCause();
        String reason = String.valueOf(cause == null ? problem.getMessage() : cause.getMessage());
        return new UserError(
                reason.contains("in use")
                        ? section + ".port: " + http.port() + " on " + http.host()
                                + " is taken, expected a free port (0 takes any; --set " + section + ".port=0)"
                        : "http.host, " + section + ".port: cannot listen on " + http.host() + ", port " + http.port()
                                + " (" + reason + "), expected an address of this machine and a free port",
                problem);
    }

    @Override
    public void close() {
        service.close();
    }
}
