package io.streamgauge.wire;

/** Weights that are not used, with the kind of fault. */
public final class RefusedWeightsException extends WireFormatException {

    private static final long serialVersionUID = 1L;

    private final WeightsRefusal refusal;

    public RefusedWeightsException(WeightsRefusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    public WeightsRefusal refusal() {
        return refusal;
    }

    /** The kind of fault that bytes of a version or pointer have. */
    public static WeightsRefusal of(Exception failure) {
        return failure instanceof RefusedWeightsException refused ? refused.refusal() : WeightsRefusal.MALFORMED;
    }
}
