package io.streamgauge.wire;

import java.util.Map;

/**
 * Where a version of the weights comes from, beside how well it did ({@link ModelInfo}).
 *
 * <p>Offsets are those of the windows topic, the second of a pair exclusive. A version learned from the windows before
 * {@code trainedUntil} and was judged on unseen ones from {@code judgedFrom} to {@code judgedUntil}.
 *
 * @param parent version in charge when it was published; 0 for none
 * @param replayFrom oldest window that batches could still be drawn from
 * @param judged windows that the gate compared on; 0 where no gate has seen it, as for imported weights
 * @param seed of the training
 * @param config SHA-256 of the topology's settings, empty where it is not known
 * @param by who published it
 */
public record ModelOrigin(
        long parent,
        long replayFrom,
        long trainedUntil,
        long judgedFrom,
        long judgedUntil,
        int judged,
        long seed,
        String config,
        String by) {

    /** Of records that say nothing of it. */
    public static final ModelOrigin UNKNOWN = new ModelOrigin(0, 0, 0, 0, 0, 0, 0, "", "");

    private static final String PARENT = "parent";
    private static final String REPLAY_FROM = "replay_from";
    private static final String TRAINED_UNTIL = "trained_until";
    private static final String JUDGED_FROM = "judged_from";
    private static final String JUDGED_UNTIL = "judged_until";
    private static final String JUDGED = "judged_windows";
    private static final String SEED = "seed";
    private static final String CONFIG = "config";
    private static final String BY = "by";

    /** Whether it has passed the gate. */
    public boolean isValidated() {
        return judged > 0;
    }

    void mark(Map<String, String> metadata) {
        if (equals(UNKNOWN)) {
            return;
        }
        metadata.put(PARENT, Long.toString(parent));
        metadata.put(REPLAY_FROM, Long.toString(replayFrom));
        metadata.put(TRAINED_UNTIL, Long.toString(trainedUntil));
        metadata.put(JUDGED_FROM, Long.toString(judgedFrom));
        metadata.put(JUDGED_UNTIL, Long.toString(judgedUntil));
        metadata.put(JUDGED, Integer.toString(judged));
        metadata.put(SEED, Long.toString(seed));
        metadata.put(CONFIG, config);
        metadata.put(BY, by);
    }

    static ModelOrigin of(Safetensors file) throws WireFormatException {
        if (!file.metadata().containsKey(PARENT)) {
            return UNKNOWN;
        }
        long judged = file.requireLong(JUDGED);
        if (judged < 0 || judged > Integer.MAX_VALUE) {
            throw new WireFormatException(
                    "metadata '" + JUDGED + "' is " + judged + ", expected 0 to " + Integer.MAX_VALUE);
        }
        return new ModelOrigin(
                file.requireLong(PARENT),
                file.requireLong(REPLAY_FROM),
                file.requireLong(TRAINED_UNTIL),
                file.requireLong(JUDGED_FROM),
                file.requireLong(JUDGED_UNTIL),
                (int) judged,
                file.requireLong(SEED),
                file.require(CONFIG),
                file.require(BY));
    }
}
