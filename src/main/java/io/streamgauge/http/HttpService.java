package io.streamgauge.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: {@code /metrics} and {@code /health}, and where there is a stream to show, {@code /api} and the live
 * page at {@code /}. Answers GET, and POST for labels alone.
 */
public final class HttpService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String host;
    private final HttpAccess access;
    private final Operations operations;
    private final @Nullable LiveSite live;
    private final int requestedPort;
    private final Javalin server;

    /** Starts serving this machine alone. */
    public HttpService(String host, int port, HttpSources sources) {
        this(host, port, HttpAccess.loopback(), sources);
    }

    /**
     * Starts serving.
     *
     * @param port 0 takes any free one
     * @throws UncheckedIOException when the address cannot be had
     * @throws IllegalArgumentException for an address that others reach, where neither TLS and a token nor the open switch
     *     is set
     */
    public HttpService(String host, int port, HttpAccess access, HttpSources sources) {
        boolean guarded = access.tls() != null && access.token() != null;
        if (!HttpAccess.isLoopback(host) && !guarded && !access.open()) {
            throw new IllegalArgumentException(
                    "the service would listen on " + host + ", expected the loopback interface, or TLS and a token");
        }
        requireFree(host, port);
        this.host = host;
        this.access = access;
        requestedPort = port;
        operations = new Operations(sources);
        LiveSources shown = sources.live();
        live = shown == null ? null : new LiveSite(sources, shown, access.tls() == null ? "http" : "https");
        server = Javalin.create(this::configure);
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            close();
            throw new UncheckedIOException("cannot listen on %s:%d".formatted(host, port), bindException(e));
        }
    }

    /**
     * Returns if the address can be had; a server that finds out by itself logs its failure besides.
     *
     * @throws UncheckedIOException if it cannot
     */
    public static void requireFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on %s:%d".formatted(host, port), e);
        }
    }

    /** The port that was taken. */
    public int port() {
        return server.port();
    }

    /** The address of the live page. */
    public String url() {
        return (access.tls() == null ? "http://" : "https://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port() + "/";
    }

    @Override
    public void close() {
        if (live != null) {
            live.close();
        }
        server.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = HttpAccess.MAX_REQUEST_BYTES;
        // A key may hold any character, an encoded slash among them; no path here names a file.
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setUriCompliance(UriCompliance.RFC3986.with(
                    "keys", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING));
        });
        config.jetty.modifyServer(server -> {
            ErrorHandler beforeRouting = new ErrorHandler();
            beforeRouting.setDefaultResponseMimeType("application/json");
            beforeRouting.setShowStacks(false);
            server.setErrorHandler(beforeRouting);
            server.addBean(new NetworkConnectionLimit(access.maxConnections(), server));
        });
        HttpAccess.Tls tls = access.tls();
        if (tls != null) {
            config.jetty.addConnector((server, http) -> connector(server, http, tls));
        }
        config.jetty.modifyServletContextHandler(
                context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        routes(config.routes);
    }

    private ServerConnector connector(Server server, HttpConfiguration http, HttpAccess.Tls tls) {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setKeyStorePath(tls.keyStore().toString());
        keys.setKeyStoreType("PKCS12");
        keys.setKeyStorePassword(tls.password());
        keys.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(server, keys, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(requestedPort);
        return connector;
    }

    private void routes(RoutesConfig routes) {
        routes.before(HttpService::secure);
        routes.before(HttpService::requireEscapes);
        routes.before(access::require);
        allRoutes().forEach(route -> routes.addHttpHandler(route.method(), route.path(), route.handler()));
        routes.exception(
                HttpResponseException.class, (e, ctx) -> problem(ctx, e.getStatus(), String.valueOf(e.getMessage())));
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("request for {} failed", ctx.path(), e);
            problem(ctx, 500, "internal error; the log has the details");
        });
    }

    /** Every address that is answered. */
    List<Route> allRoutes() {
        List<Route> all = new ArrayList<>(operations.routes());
        if (live != null) {
            all.addAll(live.routes());
        }
        return all;
    }

    private static void secure(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(Header.CACHE_CONTROL, "no-store");
    }

    /** A path that goes on after a semicolon is not looked through before it comes here. */
    private static void requireEscapes(Context ctx) {
        String uri = ctx.req().getRequestURI();
        for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1)) {
            if (at + 2 >= uri.length()
                    || Character.digit(uri.charAt(at + 1), 16) < 0
                    || Character.digit(uri.charAt(at + 2), 16) < 0) {
                throw new BadRequestResponse("found '%' in the path, expected two hexadecimal digits after it");
            }
        }
    }

    private static void problem(Context ctx, int status, String error) {
        ctx.status(status);
        Api.answer(ctx, new Api.Problem(status, error));
    }

    private static BindException bindException(RuntimeException failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                return bind;
            }
            reason = String.valueOf(cause.getMessage());
        }
        BindException bind = new BindException(reason);
        bind.initCause(failure);
        return bind;
    }
}
