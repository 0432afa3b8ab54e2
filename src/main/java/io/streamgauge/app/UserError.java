package io.streamgauge.app;

/**
 * A mistake that only the user can correct, told in one line: what was found and what is expected.
 *
 * <p>The command line prints the message without a stack trace and exits with code 2. A message of several lines is one
 * mistake per line.
 */
public sealed class UserError extends RuntimeException permits GrownSourceException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    /** A mistake that another exception brought to light; the cause is for the debug log, the message for the user. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
