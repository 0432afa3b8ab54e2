package io.streamgauge.stream;

import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.format.SchemaAnswer;
import io.streamgauge.wire.format.Schemas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry as it is asked over HTTP: {@code GET /schemas/ids/ID}, for Protobuf with {@code format=serialized}.
 *
 * <p>404 with the error code 40403 says that nobody knows the id, and is asked anew after {@value #REFUSAL_SECONDS} s.
 * Whatever else goes wrong says nothing of the event: it is asked again, at first after {@value #FIRST_PAUSE_MILLIS} ms, then
 * after twice as long up to {@value #LONGEST_PAUSE_MILLIS} ms, whoever asks for whatever id.
 */
final class SchemaRegistry implements Schemas {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final int REFUSAL_SECONDS = 10;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** An event is read some time after its schema was asked for, and by the same answer. */
    private static final Duration REFUSAL_IN_USE = Duration.ofSeconds(60);
    /** With the request that is under way then, less than the time after which brokers abort the transaction that is open. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 50;
    /** Longer than between two tries while an event waits. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(30);

    private static final int MOST_ANSWERS = 1_000;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** No answer: what the event is cannot be known now. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(String message) {
            super(message);
        }
    }

    /**
     * What the registry has said of an id.
     *
     * @param schema null where nobody knows the id
     */
    private record Answer(@Nullable String schema, long nanos) {
        boolean holds(Duration refusal) {
            return schema != null || System.nanoTime() - nanos < refusal.toNanos();
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;
    private final String query;
    private final ForecastMetrics metrics;
    private final Map<Integer, Answer> answers = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Answer> eldest) {
            return size() > MOST_ANSWERS;
        }
    };
    private volatile @Nullable String problem;
    private long failedSince;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private volatile long pausedAt;

    /**
     * @param query what is asked for beside the id, with its question mark
     */
    SchemaRegistry(URI url, String query, ForecastMetrics metrics) {
        this.url = url.toString().replaceFirst("/+$", "");
        this.query = query;
        this.metrics = metrics;
    }

    @Override
    public boolean isAnswered(int id) {
        return answer(id, Duration.ofSeconds(REFUSAL_SECONDS)) != null;
    }

    @Override
    public String byId(int id) throws RejectedEventException {
        long began = System.nanoTime();
        Answer answer = answer(id, REFUSAL_IN_USE);
        while (answer == null) {
            if (System.nanoTime() - began > PATIENCE.toNanos() || !pause()) {
                throw new Unavailable(
                        "schema " + id + " is not known: " + obstacle().orElse("interrupted"));
            }
            answer = answer(id, REFUSAL_IN_USE);
        }
        if (answer.schema() == null) {
            throw new RejectedEventException(Rejection.UNKNOWN_SCHEMA, "schema " + id + " is not known at " + url);
        }
        return answer.schema();
    }

    @Override
    public Optional<String> obstacle() {
        // Nobody asks any more where the partition that waits has gone to another instance.
        boolean waited = System.nanoTime() - pausedAt < FORGOTTEN.toNanos();
        return Optional.ofNullable(waited ? problem : null);
    }

    /** What is known of an id; null where the registry does not tell. One thread asks at a time. */
    private synchronized @Nullable Answer answer(int id, Duration refusal) {
        Answer known = answers.get(id);
        if (known != null && known.holds(refusal)) {
            return known;
        }
        boolean pausing = problem != null && System.nanoTime() - pausedAt < pauseMillis * 1_000_000;
        return pausing ? null : ask(id);
    }

    private @Nullable Answer ask(int id) {
        try {
            Answer answer = new Answer(request(id), System.nanoTime());
            answers.put(id, answer);
            succeeded();
            return answer;
        } catch (IOException e) {
            failed(id, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void failed(int id, String how) {
        metrics.registryFailure();
        String now = "schema registry at " + url + " " + how;
        pausedAt = System.nanoTime();
        if (problem == null) {
            failedSince = pausedAt;
            pauseMillis = FIRST_PAUSE_MILLIS;
            LOG.warn("{}; events of schema {} wait", now, id);
        } else {
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
        problem = now;
    }

    private void succeeded() {
        if (problem != null) {
            problem = null;
            LOG.info(
                    "schema registry at {} answers again after {} s",
                    url,
                    (System.nanoTime() - failedSince) / 1_000_000_000);
        }
    }

    /** The schema of an id, null where nobody knows it. */
    private @Nullable String request(int id) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/schemas/ids/" + id + query))
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
                .build();
        HttpResponse<byte[]> answer = await(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
        if (answer.statusCode() == OK) {
            return SchemaAnswer.schema(answer.body());
        }
        if (answer.statusCode() == NOT_FOUND && SchemaAnswer.isUnknownSchema(answer.body())) {
            return null;
        }
        throw new IOException("answers " + answer.statusCode());
    }

    /** The whole answer, its body too, within the time-out. */
    private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer) throws IOException {
        try {
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("cannot be reached: " + e.getCause(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("does not answer within " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("was not waited for", e);
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
