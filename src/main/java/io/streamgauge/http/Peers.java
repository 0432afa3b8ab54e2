package io.streamgauge.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The other instances of the stream, asked over HTTP for the keys that they hold. */
final class Peers {
    /** The parameter that marks a question already handed on once, so that none goes round in circles. */
    static final String FORWARDED = "forwarded";

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String AUTHORIZATION = "Authorization";

    private final String scheme;
    private final HttpClient client;

    /**
     * @param scheme {@code http} or {@code https}, as all instances speak it
     */
    Peers(String scheme, HttpClient client) {
        this.scheme = scheme;
        this.client = client;
    }

    static Peers speaking(String scheme) {
        return new Peers(
                scheme, HttpClient.newBuilder().connectTimeout(PATIENCE).build());
    }

    /** Answers with what the instance at that address says of the key's state. */
    void ask(Context ctx, KeyStates.Elsewhere owner, String key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(owner, key)).timeout(PATIENCE);
        String authorization = ctx.header(AUTHORIZATION);
        if (authorization != null) {
            request.header(AUTHORIZATION, authorization);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            ctx.status(answer.statusCode()).contentType(Api.JSON).result(answer.body());
        } catch (IOException e) {
            throw unavailable(owner);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(owner);
        }
    }

    private URI address(KeyStates.Elsewhere owner, String key) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace(".", "%2E");
        try {
            String authority = new URI(scheme, null, owner.host(), owner.port(), null, null, null).toString();
            return URI.create(authority + "/api/keys/" + encoded + "/state?" + FORWARDED + "=true");
        } catch (URISyntaxException e) {
            throw unavailable(owner);
        }
    }

    private static HttpResponseException unavailable(KeyStates.Elsewhere owner) {
        return new ServiceUnavailableResponse(
                "the instance at %s:%d that holds this key does not answer".formatted(owner.host(), owner.port()));
    }
}
