package io.streamgauge.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Locale;

/**
 * What the trainer has decided about the versions, and on what grounds, as JSON on the trainer's topic. When it was decided
 * is the record's own timestamp.
 *
 * @param number counted from 1 on
 * @param kind what was decided
 * @param generation in charge after it
 * @param version in charge after it
 * @param parent version in charge before it
 * @param candidateLoss of the weights judged, on windows that none of those compared had been trained on; 0 where none were
 * @param championLoss of those in charge before it, on the same windows
 * @param fallbackLoss of those to go back to, on the same windows
 * @param judged number of these windows
 * @param judgedFrom offset of the first window of the block that they are from
 * @param judgedUntil offset after the last
 * @param seed of the training
 * @param config SHA-256 of the topology's settings
 * @param by who decided
 * @param request id of the request that was decided on, empty where there was none
 * @param reason in words
 */
public record ModelDecision(
        long number,
        Kind kind,
        long generation,
        long version,
        long parent,
        double candidateLoss,
        double championLoss,
        double fallbackLoss,
        int judged,
        long judgedFrom,
        long judgedUntil,
        long seed,
        String config,
        String by,
        String request,
        String reason) {

    /** What may be decided. */
    public enum Kind {
        /** The candidate passed the gate and took charge. */
        PROMOTED,
        /** The candidate did not pass the gate. */
        REJECTED,
        /** The champion degraded, and the version before it took charge again. */
        ROLLED_BACK,
        /** The trained weights were infinite or NaN; training went on from the champion. */
        RESTARTED,
        /** A version took charge because somebody asked for it. */
        REQUESTED,
        /** A request was turned down. */
        REFUSED;

        /** As it is told. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Decisions that stay on the topic: a later one takes the place of the one so many before it. */
    public static final int KEPT = 512;

    private static final String KEY = "/decision/";

    public byte[] encode() {
        return SmallJson.encode(this);
    }

    public static ModelDecision decode(byte[] bytes) throws WireFormatException {
        return SmallJson.decode(bytes, ModelDecision.class, "decision");
    }

    /** Its key on the trainer's topic. */
    public String key(String model) {
        return String.format(Locale.ROOT, "%s%s%03d", model, KEY, number % KEPT);
    }

    /** Whether a key of the trainer's topic is that of a decision. */
    public static boolean isKey(String model, String key) {
        return key.startsWith(model + KEY);
    }

    /** Whether other weights are in charge after it. */
    @JsonIgnore
    public boolean isChange() {
        return switch (kind) {
            case PROMOTED, ROLLED_BACK, REQUESTED -> true;
            case REJECTED, RESTARTED, REFUSED -> false;
        };
    }
}
