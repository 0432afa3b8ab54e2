package io.streamgauge.http;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.streamgauge.wire.ModelInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metrics, health and the JSON resources. */
final class Api {
    static final String JSON = "application/json; charset=utf-8";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpSources sources;

    Api(HttpSources sources) {
        this.sources = sources;
    }

    void metrics(Context ctx) {
        ctx.contentType(PROMETHEUS_TEXT).result(sources.metrics().get());
    }

    void health(Context ctx) {
        Health health = sources.health().get();
        ctx.status(health.healthy() ? 200 : 503);
        answer(ctx, health);
    }

    void keys(Context ctx) {
        answer(ctx, sources.history().overview(Query.search(ctx), Query.limit(ctx)));
    }

    void key(Context ctx) {
        String key = ctx.pathParam("key");
        answer(
                ctx,
                sources.history()
                        .series(key)
                        .orElseThrow(() -> new NotFoundResponse("no recent event of key '" + key + "'")));
    }

    void model(Context ctx) {
        answer(ctx, Models.of(sources.models()));
    }

    static void answer(Context ctx, Object body) {
        ctx.contentType(JSON).result(Json.write(body));
    }

    /** The body of every answer that is not a success. */
    record Problem(int status, String error) {}

    /** The generations held, oldest first; {@code latest} is absent before the first. */
    record Models(@Nullable ModelInfo latest, List<ModelInfo> generations) {
        static Models of(ModelHistory history) {
            List<ModelInfo> generations = history.list();
            return new Models(generations.isEmpty() ? null : generations.get(generations.size() - 1), generations);
        }
    }
}
