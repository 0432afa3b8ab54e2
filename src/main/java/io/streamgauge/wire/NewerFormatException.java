package io.streamgauge.wire;

/** A state or a memory of events in a format that only a newer forecaster reads. */
public final class NewerFormatException extends WireFormatException {

    private static final long serialVersionUID = 1L;

    public NewerFormatException(String message) {
        super(message);
    }
}
