package io.streamgauge.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A local server of the part of a schema registry's documented API that a reader needs: {@code GET /schemas/ids/ID} gives
 * {@code {"schema": TEXT}}, and 404 with {@code error_code} 40403 for an id that it does not know. It can be out of order.
 */
public final class RegistryServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile int failure;

    public RegistryServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/schemas/ids/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        if (failure != 0) {
            failed.incrementAndGet();
            send(exchange, failure, "<html>out of order</html>");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        String schema = schemas.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
        if (schema == null) {
            send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        } else {
            send(exchange, 200, "{\"schema\":\"" + schema.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Makes a schema of one line known. */
    public void register(int id, String schema) {
        schemas.put(id, schema);
    }

    /** Answers everything with a status from now on. */
    public void fail(int status) {
        failure = status;
    }

    public void recover() {
        failure = 0;
    }

    /** Requests so far. */
    public int asked() {
        return asked.get();
    }

    /** Requests that were answered while out of order. */
    public int failed() {
        return failed.get();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
