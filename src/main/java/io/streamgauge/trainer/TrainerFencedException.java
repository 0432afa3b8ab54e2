package io.streamgauge.trainer;

/** Another trainer of the same topology has taken over; this one has written nothing since. */
public final class TrainerFencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrainerFencedException(String topology, Throwable cause) {
        super("another trainer of '" + topology + "' has taken over; one trainer per topology is expected", cause);
    }
}
