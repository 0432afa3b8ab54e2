package io.streamgauge.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.RejectedEventException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON resources of a forecast stream; {@code openapi.json} describes them. */
final class Api {
    static final String JSON = "application/json; charset=utf-8";

    private static final int LARGEST_LABEL = 4096;

    private final LiveSources sources;
    private final Peers peers;

    Api(LiveSources sources, Peers peers) {
        this.sources = sources;
        this.peers = peers;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/openapi.json", OpenApi::serve),
                Route.get("/api/keys", this::keys),
                Route.get("/api/keys/{key}", this::key),
                Route.get("/api/keys/{key}/forecast", this::forecast),
                Route.get("/api/keys/{key}/fan", this::fan),
                Route.get("/api/keys/{key}/state", this::state),
                Route.get("/api/keys/{key}/labels", this::labels),
                Route.post("/api/keys/{key}/labels", this::label),
                Route.get("/api/keys/{key}/episodes", this::episodesOfKey),
                Route.get("/api/episodes", this::episodes),
                Route.get("/api/instances", this::instances),
                Route.get("/api/model", this::model),
                Route.get("/api/config", this::config));
    }

    private void keys(Context ctx) {
        answer(ctx, sources.history().overview(Query.search(ctx), Query.limit(ctx)));
    }

    private void key(Context ctx) {
        answer(ctx, held(ctx, sources.history().series(key(ctx, "key"))));
    }

    private void forecast(Context ctx) {
        answer(ctx, held(ctx, sources.history().latest(key(ctx, "key"))));
    }

    private void fan(Context ctx) {
        answer(ctx, held(ctx, sources.history().fan(key(ctx, "key"), Query.time(ctx))));
    }

    private void episodes(Context ctx) {
        answer(ctx, sources.episodes().list(Query.limit(ctx)));
    }

    private void labels(Context ctx) {
        KeyNotes.Notes notes = notes(ctx);
        answer(ctx, new Labels(notes.key(), notes.labels()));
    }

    private void episodesOfKey(Context ctx) {
        KeyNotes.Notes notes = notes(ctx);
        answer(ctx, new Episodes(notes.key(), notes.episodes()));
    }

    private KeyNotes.Notes notes(Context ctx) {
        KeyNotes.Notes notes = sources.notes().of(key(ctx, "key"));
        if (notes.isEmpty()) {
            held(ctx, sources.history().latest(notes.key()));
        }
        return notes;
    }

    private void instances(Context ctx) {
        List<KeyStates.Instance> known = sources.states().instances();
        if (known.isEmpty()) {
            throw new ServiceUnavailableResponse("the instances are finding each other; ask again");
        }
        answer(ctx, new Instances(known));
    }

    private void model(Context ctx) {
        answer(ctx, Models.of(sources.models()));
    }

    private void config(Context ctx) {
        answer(ctx, sources.config());
    }

    private void state(Context ctx) {
        String key = key(ctx, "key");
        KeyStates.Answer answer = sources.states().find(key);
        if (answer instanceof KeyStates.Found found) {
            answer(ctx, found.figures());
        } else if (answer instanceof KeyStates.Unknown) {
            throw new NotFoundResponse("no event of key '" + key + "' has been seen");
        } else if (answer instanceof KeyStates.Unavailable unavailable) {
            throw new ServiceUnavailableResponse(unavailable.why());
        } else if (answer instanceof KeyStates.Elsewhere owner) {
            if (ctx.queryParam(Peers.FORWARDED) != null) {
                throw new ServiceUnavailableResponse("the key is moving from one instance to another; ask again");
            }
            peers.ask(ctx, owner, key);
        }
    }

    private void label(Context ctx) {
        LabelSink labels = sources.labels();
        if (labels == null) {
            throw new ServiceUnavailableResponse("labels cannot be given here");
        }
        // A page of another site can send text without being asked first, but not JSON.
        String type = ctx.contentType();
        if (type == null || !type.startsWith("application/json")) {
            throw new HttpResponseException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(),
                    "expected the request header Content-Type: application/json");
        }
        if (ctx.contentLength() < 0 || ctx.contentLength() > LARGEST_LABEL) {
            throw new BadRequestResponse("a label has at most " + LARGEST_LABEL + " bytes");
        }
        String key = key(ctx, "key");
        try {
            labels.give(key, ctx.bodyAsBytes());
        } catch (RejectedEventException e) {
            throw new BadRequestResponse(e.detail());
        }
        ctx.status(HttpStatus.CREATED);
        answer(ctx, Map.of("key", key));
    }

    private static String key(Context ctx, String parameter) {
        return ctx.pathParam(parameter);
    }

    private static <T> T held(Context ctx, Optional<T> found) {
        return found.orElseThrow(() -> new NotFoundResponse("no recent event of key '" + key(ctx, "key") + "'"));
    }

    static void answer(Context ctx, Object body) {
        ctx.contentType(JSON).result(Json.write(body));
    }

    /** The body of every answer that is not a success. */
    record Problem(int status, String error) {}

    /** What people have said of a key, oldest first. */
    record Labels(String key, List<KeyNotes.Label> labels) {}

    /** What was anomalous of a key, oldest first, each episode as it changed last. */
    record Episodes(String key, List<EpisodeRecord> episodes) {}

    /** The processes that serve the stream's keys. */
    record Instances(List<KeyStates.Instance> instances) {}

    /** The generations held, oldest first; {@code latest} is absent before the first. */
    record Models(@Nullable ModelInfo latest, List<ModelInfo> generations) {
        static Models of(ModelHistory history) {
            List<ModelInfo> generations = history.list();
            return new Models(generations.isEmpty() ? null : generations.get(generations.size() - 1), generations);
        }
    }
}
