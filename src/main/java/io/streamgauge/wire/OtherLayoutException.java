package io.streamgauge.wire;

/** A state that is whole, but was written under other settings: its fields are others. */
public final class OtherLayoutException extends WireFormatException {

    private static final long serialVersionUID = 1L;

    public OtherLayoutException(String message) {
        super(message);
    }
}
