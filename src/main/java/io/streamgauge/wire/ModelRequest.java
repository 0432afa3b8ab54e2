package io.streamgauge.wire;

import java.util.Objects;

/**
 * What somebody asks the trainer to do with the versions, as JSON on the requests topic.
 *
 * @param id that the decision names
 * @param action what is asked for
 * @param version that is meant; 0 leaves it to the trainer
 * @param by who asks
 * @param reason why, for the record
 * @param expires epoch milliseconds from which the request is void
 */
public record ModelRequest(String id, Action action, long version, String by, String reason, long expires) {

    /** What can be asked for. */
    public enum Action {
        /** A version takes charge. */
        PROMOTE,
        /** An earlier version takes charge again. */
        ROLLBACK
    }

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_REASON = 300;

    public ModelRequest {
        Objects.requireNonNull(action, "action");
        id = SmallJson.line(id, LONGEST_NAME);
        by = SmallJson.line(by, LONGEST_NAME);
        reason = SmallJson.line(reason, LONGEST_REASON);
        if (id.isEmpty() || version < 0 || (action == Action.PROMOTE && version == 0)) {
            throw new IllegalArgumentException("request '" + id + "' names version " + version
                    + ", expected an id and a version from 1 on, or 0 for a rollback");
        }
    }

    public byte[] encode() {
        return SmallJson.encode(this);
    }

    public static ModelRequest decode(byte[] bytes) throws WireFormatException {
        return SmallJson.decode(bytes, ModelRequest.class, "request");
    }
}
