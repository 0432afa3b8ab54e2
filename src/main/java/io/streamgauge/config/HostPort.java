package io.streamgauge.config;

/** An address of the network, as {@code host:port}. */
public record HostPort(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
