package io.streamgauge.peers;

/** A failure of another library. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
