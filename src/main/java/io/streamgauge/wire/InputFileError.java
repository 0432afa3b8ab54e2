package io.streamgauge.wire;

/** A data file that cannot be used, as one line fit for a terminal. */
public final class InputFileError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputFileError(String message) {
        super(message);
    }
}
