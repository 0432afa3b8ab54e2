package io.streamgauge.http;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the HTTP service, and how.
 *
 * <p>With a token every request but one for {@code /health} has to bring it: {@code Authorization: Bearer TOKEN}, or as the
 * password of any user, which is what a browser asks for. Without one the service answers only under the names of this
 * machine's loopback interface, so that no page of another origin can reach it by a name of its own.
 *
 * @param token null for none
 * @param tls null for plain HTTP
 * @param open whether everybody who reaches the address may read, whatever name they use
 * @param maxConnections at one time; further ones wait
 */
public record HttpAccess(byte @Nullable [] token, @Nullable Tls tls, boolean open, int maxConnections) {

    /** Longest body of a request in bytes. */
    static final int MAX_REQUEST_BYTES = 64 << 10;

    private static final int DEFAULT_CONNECTIONS = 256;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    /** Where the service's certificate and its key lie, in PKCS #12. */
    public record Tls(Path keyStore, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Tls[keyStore=" + keyStore + "]";
        }
    }

    /** For this machine alone: neither token nor TLS. */
    public static HttpAccess loopback() {
        return new HttpAccess(null, null, false, DEFAULT_CONNECTIONS);
    }

    /** Whether a host name is one of the loopback interface. */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name) || name.equals("::1") || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /** Ends a request that may not be answered. */
    void require(Context ctx) {
        if (token != null) {
            requireToken(ctx, token);
        } else if (!open && !isLoopback(hostOf(ctx))) {
            throw new ForbiddenResponse("the service answers only under the name localhost");
        }
    }

    private static void requireToken(Context ctx, byte[] token) {
        if (ctx.path().equals("/health")) {
            return;
        }
        byte[] given = given(ctx.header(Header.AUTHORIZATION));
        // Both digests have one length, so the time tells nothing of the token's.
        if (given == null || !MessageDigest.isEqual(sha256(given), sha256(token))) {
            ctx.header(Header.WWW_AUTHENTICATE, "Basic realm=\"streamgauge\", charset=\"UTF-8\"");
            throw new HttpResponseException(
                    HttpStatus.UNAUTHORIZED.getCode(), "a token is expected, see http.token-file", Map.of());
        }
    }

    private static byte @Nullable [] given(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (authorization.startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8);
        }
        if (!authorization.startsWith(BASIC)) {
            return null;
        }
        try {
            byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()));
            for (int i = 0; i < pair.length; i++) {
                if (pair[i] == ':') {
                    return Arrays.copyOfRange(pair, i + 1, pair.length);
                }
            }
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
        return null;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The host that a request names, without the port. */
    private static String hostOf(Context ctx) {
        String host = ctx.host();
        if (host == null) {
            return "";
        }
        int port = host.lastIndexOf(':');
        return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "HttpAccess[token=" + (token == null ? "none" : "set") + ", tls=" + tls + ", open=" + open
                + ", maxConnections=" + maxConnections + "]";
    }
}
