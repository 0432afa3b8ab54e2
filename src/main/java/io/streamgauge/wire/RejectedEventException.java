package io.streamgauge.wire;

/** An event that cannot be taken in; goes to the dead letters with its reason. */
public final class RejectedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Rejection reason;
    private final double score;

    public RejectedEventException(Rejection reason, String detail) {
        // Without a stack trace: this is an expected outcome on a hot path, not a fault of the program.
        super(detail, null, false, false);
        this.reason = reason;
        score = Double.NaN;
    }

    private RejectedEventException(RejectedEventException refusal, double score) {
        super(refusal.detail(), null, false, false);
        reason = refusal.reason;
        this.score = score;
    }

    /** The same of an event that was scored all the same. */
    public RejectedEventException with(double anomalyScore) {
        return new RejectedEventException(this, anomalyScore);
    }

    /** The anomaly score; NaN where the event was not scored. */
    public double score() {
        return score;
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
