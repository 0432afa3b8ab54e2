package io.streamgauge.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** What {@code bench stream} has for a schema registry: {@code GET /schemas/ids/ID}, on the loopback interface. */
final class LoadRegistry implements AutoCloseable {

    private static final String PATH = "/schemas/ids/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;

    LoadRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LoadEvents.schemas().forEach((id, schema) -> server.createContext(PATH + id, ask -> answer(ask, schema)));
        server.start();
    }

    private static void answer(HttpExchange exchange, String schema) throws IOException {
        byte[] body = JSON.writeValueAsBytes(Map.of("schema", schema));
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
