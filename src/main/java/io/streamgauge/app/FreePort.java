package io.streamgauge.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine at which nobody listens.
 *
 * <p>They are taken from below those that Linux (32768 and up) and others (49152 and up, RFC 6335) number outgoing
 * connections by. There, any client that connects between the look for a port and its use may take it, and one that keeps
 * trying a server that is down may even be connected with itself.
 */
public final class FreePort {
    static final String HOST = "127.0.0.1";
    private static final int FIRST = 20_000;
    private static final int END = 32_768;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /**
     * A port that is free now.
     *
     * @throws UserError if none was found
     */
    public static int find() {
        for (int attempt = 1; ; attempt++) {
            try {
                int port = ThreadLocalRandom.current().nextInt(FIRST, END);
                probe(port);
                return port;
            } catch (IOException problem) {
                if (attempt == ATTEMPTS) {
                    throw new UserError("no port is free on " + HOST + " (" + problem.getMessage() + ")", problem);
                }
            }
        }
    }

    /** Opens a port for a moment, the way Kafka will. */
    static void probe(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, port));
        }
    }
}
