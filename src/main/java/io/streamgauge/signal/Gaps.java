package io.streamgauge.signal;

/**
 * What the pause before a value does to the next step.
 *
 * <p>A pause is measured in usual intervals, g; at the usual one g is 1. With a decay γ below 1 the network's state fades
 * over a pause, h ← h·γ^(g−1). A pause that breaks the series empties it whatever γ: on hourly series with pauses of 7 to
 * 26 intervals that gave a smaller error than any γ tried, while γ = .8 did over pauses of 2 to 5. Training sees no
 * fading inside a window.
 *
 * @param input whether the network sees g
 * @param decay γ, above 0 and at most 1; at 1 nothing fades
 */
public record Gaps(boolean input, double decay) {

    /** Only a break counts. */
    public static final Gaps BREAKS_ONLY = new Gaps(false, 1);

    public Gaps {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("gap decay is " + decay + ", expected above 0 and at most 1");
        }
    }

    /** Whether the state fades over a pause. */
    public boolean fades() {
        return decay < 1;
    }

    /** γ^(g−1): what is left of the state after the pause before the last value. */
    public float left(Cadence cadence) {
        return (float) StrictMath.pow(decay, Math.max(0, cadence.gap() - 1));
    }

    /** Inputs of one step. */
    int features() {
        return input ? 1 : 0;
    }

    /** Writes (g − 1)/2, clipped to 6, where the network sees it. */
    void encode(Cadence cadence, float[] out, int at) {
        if (input) {
            out[at] = (float) Math.min(FeatureEncoder.CLIP, .5 * (cadence.gap() - 1));
        }
    }
}
