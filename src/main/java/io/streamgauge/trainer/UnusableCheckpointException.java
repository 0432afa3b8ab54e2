package io.streamgauge.trainer;

/** A checkpoint is there but cannot be used; training does not start over on its own. */
public final class UnusableCheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableCheckpointException(String topic, Throwable cause) {
        super(
                "the checkpoint on topic '" + topic + "' cannot be used: " + cause.getMessage()
                        + "; give the network its old shape, or the topology another name to start over",
                cause);
    }
}
