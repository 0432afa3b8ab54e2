package io.streamgauge.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The description of the JSON resources, in the form that tools for HTTP interfaces read. */
final class OpenApi {
    private static final String TEXT = read();

    private OpenApi() {}

    static void serve(Context ctx) {
        ctx.contentType(Api.JSON).result(TEXT);
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read openapi.json", e);
        }
    }
}
