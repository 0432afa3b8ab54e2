package io.streamgauge.stream;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry as it is asked over HTTP: {@code GET /schemas/ids/ID}, for Protobuf with {@code format=serialized}.
 *
 * <p>404 says that nobody knows the id. Whatever else goes wrong says nothing of the event: it is asked again for
 * {@value #PATIENCE_SECONDS} s, less than a transaction may last, and then the task gives its transaction back and begins
 * anew where it last committed. So nothing is lost and nothing overtakes, and it waits until the registry is back.
 */
final class SchemaRegistry implements Schemas {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final int PATIENCE_SECONDS = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 250;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** No answer: what the event is cannot be known now. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(String message) {
            super(message);
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;
    private final String query;

    /**
     * @param query what is asked for beside the id, with its question mark
     */
    SchemaRegistry(URI url, String query) {
        this.url = url.toString().replaceFirst("/+$", "");
        this.query = query;
    }

    @Override
    public String byId(int id) throws RejectedEventException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/schemas/ids/" + id + query))
                .timeout(TIMEOUT)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
                .build();
        long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        String problem = "";
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == OK) {
                    return SchemaAnswer.schema(answer.body());
                }
                if (answer.statusCode() == NOT_FOUND) {
                    throw new RejectedEventException(
                            Rejection.UNKNOWN_SCHEMA, "schema " + id + " is not known at " + url);
                }
                problem = "answers " + answer.statusCode();
            } catch (IOException e) {
                problem = "cannot be reached: " + e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            pause();
        }
        LOG.warn("Schema registry at {} {}; events wait for schema {}", url, problem, id);
        throw new Unavailable("schema registry at " + url + " " + problem + "; schema " + id + " is not known");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
