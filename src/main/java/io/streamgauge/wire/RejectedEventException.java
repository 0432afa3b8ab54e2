package io.streamgauge.wire;

/** An event that cannot be taken in; goes to the dead letters with its reason. */
public final class RejectedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Rejection reason;

    public RejectedEventException(Rejection reason, String detail) {
        // Without a stack trace: this is an expected outcome on a hot path, not a fault of the program.
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Rejection reason() {
        return reason;
    }

    /** What was found and what is expected. */
    public String detail() {
        String message = getMessage();
        return message == null ? reason.id() : message;
    }
}
