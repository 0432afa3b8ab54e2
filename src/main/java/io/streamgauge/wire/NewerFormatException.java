package io.streamgauge.wire;

/** A state in a format that only a newer forecaster reads. */
public final class NewerFormatException extends WireFormatException {

    private static final long serialVersionUID = 1L;

    public NewerFormatException(String message) {
        super(message);
    }
}
