package io.streamgauge.http;

import io.javalin.http.Context;
import java.util.List;

/** What a scraper and a supervisor ask of any process: metrics and health. */
final class Operations {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpSources sources;

    Operations(HttpSources sources) {
        this.sources = sources;
    }

    List<Route> routes() {
        return List.of(Route.get("/metrics", this::metrics), Route.get("/health", this::health));
    }

    private void metrics(Context ctx) {
        ctx.contentType(PROMETHEUS_TEXT).result(sources.metrics().get());
    }

    private void health(Context ctx) {
        Health health = sources.health().get();
        ctx.status(health.healthy() ? 200 : 503);
        Api.answer(ctx, health);
    }
}
