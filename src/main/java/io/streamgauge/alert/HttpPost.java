package io.streamgauge.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A poster of JSON documents.
 *
 * <p>What the other side refuses as wrong (4xx, but for 408 and 429) is logged and not tried again: it would be refused
 * for ever, and hold up all that comes after it. Anything else is an {@link IOException}, to be tried again.
 */
final class HttpPost {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPost.class);
    private static final int TIMEOUT_STATUS = 408;
    private static final int TOO_MANY = 429;
    /** Of an answer that says what is wrong. */
    private static final int MOST_LOGGED = 200;

    private final HttpClient client;
    private final Duration timeout;

    HttpPost(Duration timeout) {
        this.timeout = timeout;
        client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    void send(URI uri, byte[] json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        if (status / 100 == 4 && status != TIMEOUT_STATUS && status != TOO_MANY) {
            String body = response.body().replaceAll("\\s+", " ");
            LOG.warn(
                    "{} refused alerts with {}: {}",
                    uri.getAuthority(),
                    status,
                    body.substring(0, Math.min(MOST_LOGGED, body.length())));
            return;
        }
        throw new IOException(uri.getAuthority() + " answered " + status);
    }
}
