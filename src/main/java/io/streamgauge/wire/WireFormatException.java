package io.streamgauge.wire;

/** Bytes that are not what their format says; the message tells what was found and what is expected. */
public class WireFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    public WireFormatException(String message) {
        super(message);
    }

    public WireFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
