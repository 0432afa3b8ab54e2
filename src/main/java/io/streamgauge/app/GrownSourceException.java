package io.streamgauge.app;

/** Thrown where a topic has more partitions than when its stream began: its keys have moved away from their states. */
final class GrownSourceException extends UserError {

    private static final long serialVersionUID = 1;

    GrownSourceException(String topic, int before, int now) {
        super("topic " + topic + " has " + now + " partitions, and had " + before
                + " when the stream began: keys have moved" + " away from their states; give the stream another name");
    }
}
