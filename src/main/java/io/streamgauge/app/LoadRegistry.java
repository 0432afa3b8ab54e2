package io.streamgauge.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamgauge.wire.format.EncodedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What {@code bench stream} has for a schema registry: {@code GET /schemas/ids/ID}, on the loopback interface. */
final class LoadRegistry implements AutoCloseable {

    private static final String PATH = "/schemas/ids/";

    private final HttpServer server;

    LoadRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EncodedEvents.registryAnswers()
                .forEach((id, answer) -> server.createContext(PATH + id, exchange -> answer(exchange, answer)));
        server.start();
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
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
