package io.streamgauge.stream;

/** A key has been served by newer weights than this process has, and they do not come. */
public final class StaleModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StaleModelException(long needed, long found) {
        super("a key's state was made by generation " + needed + " of the weights, this process has generation " + found
                + ": is the weights topic complete?");
    }
}
