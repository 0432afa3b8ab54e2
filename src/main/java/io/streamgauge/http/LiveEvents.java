package io.streamgauge.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import io.streamgauge.http.History.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: what changed since the last look, looked for every 250 ms.
 *
 * <ul>
 *   <li>{@code hello}, once: the stream's name.
 *   <li>{@code overview}, at most once a second: the first keys of the list that {@code search} selects.
 *   <li>{@code series}: everything held of the subscribed {@code key}, once; then {@code points}: what is new of it.
 *   <li>{@code notes}: the labels and episodes of the subscribed key.
 *   <li>{@code model}: the generations of the weights.
 *   <li>{@code episodes}: the open ones, the worst first.
 *   <li>{@code health}: how the process is.
 * </ul>
 *
 * <p>Each connection has a thread of the server for as long as it lasts, hence the bound on their number; a client that
 * reads slowly holds up nobody else.
 */
final class LiveEvents {
    private static final Duration BATCH = Duration.ofMillis(250);
    private static final int BATCHES_PER_OVERVIEW = 4;
    /** A comment after so many silent batches finds out whether the client is still there. */
    private static final int BATCHES_PER_HEARTBEAT = 60;

    private static final String EVENT_STREAM = "text/event-stream";

    private final String title;
    private final Supplier<Health> health;
    private final LiveSources sources;
    private final int maxConnections;
    private final Semaphore connections;
    private final CountDownLatch closed = new CountDownLatch(1);

    LiveEvents(HttpSources sources, LiveSources live, int maxConnections) {
        title = sources.title();
        health = sources.health();
        this.sources = live;
        this.maxConnections = maxConnections;
        connections = new Semaphore(maxConnections);
    }

    void serve(Context ctx) {
        String accept = ctx.header("Accept");
        if (accept == null || !accept.contains(EVENT_STREAM)) {
            throw new BadRequestResponse("expected the request header Accept: " + EVENT_STREAM);
        }
        String search = Query.search(ctx);
        String key = Query.key(ctx);
        if (!connections.tryAcquire()) {
            throw new ServiceUnavailableResponse("all %d live connections are in use".formatted(maxConnections));
        }
        try {
            new Connection(ctx.res(), search, key).run();
        } catch (IOException ignored) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.release();
        }
    }

    /** Ends every connection within a batch. */
    void close() {
        closed.countDown();
    }

    private record Hello(String stream, boolean labels) {}

    private final class Connection {
        private final OutputStream out;
        private final String search;
        private final @Nullable String key;
        private long overviewRevision = -1;
        private long seriesRevision;
        private long notesRevision = -1;
        private long generation = -1;
        private long episodesRevision = -1;
        private @Nullable Health lastHealth;
        private boolean sent;

        Connection(HttpServletResponse response, String search, @Nullable String key) throws IOException {
            this.search = search;
            this.key = key;
            response.setContentType(EVENT_STREAM);
            response.setCharacterEncoding("UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            out = response.getOutputStream();
        }

        void run() throws IOException, InterruptedException {
            send("hello", new Hello(title, sources.labels() != null));
            int silent = 0;
            for (int batch = 0; ; batch = (batch + 1) % BATCHES_PER_OVERVIEW) {
                if (batch == 0) {
                    sendOverview();
                }
                sendSeries();
                sendNotes();
                sendModel();
                sendEpisodes();
                if (batch == 0) {
                    sendHealth();
                }
                silent = sent ? 0 : silent + 1;
                if (silent == BATCHES_PER_HEARTBEAT) {
                    silent = 0;
                    write(":\n\n");
                }
                if (sent) {
                    out.flush();
                    sent = false;
                }
                if (closed.await(BATCH.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }

        private void sendOverview() throws IOException {
            long revision = sources.history().revision();
            if (revision != overviewRevision) {
                send("overview", sources.history().overview(search, Query.DEFAULT_LIMIT));
                overviewRevision = revision;
            }
        }

        private void sendSeries() throws IOException {
            if (key == null) {
                return;
            }
            Optional<Series> changed = sources.history().seriesSince(key, seriesRevision);
            if (changed.isPresent() && changed.get().points().size() > 0) {
                send(seriesRevision == 0 ? "series" : "points", changed.get());
                seriesRevision = changed.get().revision();
            }
        }

        private void sendNotes() throws IOException {
            if (key == null) {
                return;
            }
            KeyNotes.Notes notes = sources.notes().of(key);
            if (notes.revision() != notesRevision) {
                send("notes", notes);
                notesRevision = notes.revision();
            }
        }

        private void sendModel() throws IOException {
            Api.Models models = Api.Models.of(sources.models());
            long latest = models.latest() == null ? 0 : models.latest().generation();
            if (latest != generation) {
                send("model", models);
                generation = latest;
            }
        }

        private void sendEpisodes() throws IOException {
            long revision = sources.episodes().revision();
            if (revision != episodesRevision) {
                send("episodes", sources.episodes().list(Query.DEFAULT_LIMIT));
                episodesRevision = revision;
            }
        }

        private void sendHealth() throws IOException {
            Health present = health.get();
            if (!present.equals(lastHealth)) {
                send("health", present);
                lastHealth = present;
            }
        }

        private void send(String event, Object data) throws IOException {
            write("event: " + event + "\ndata: " + Json.write(data) + "\n\n");
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            sent = true;
        }
    }
}
