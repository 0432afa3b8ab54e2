package io.streamgauge.learn;

import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A labelled window and where it comes from.
 *
 * @param key of the series
 * @param fromTime event time of the first input
 * @param untilTime event time of the last target
 * @param readout what the series' own readout had learned by the end of the window, null if it has none
 * @param unknown categories that came by the end of the window and had no class
 */
public record TrainingSample(
        String key,
        long fromTime,
        long untilTime,
        Window window,
        @Nullable KeyReadout readout,
        List<String> unknown) {

    /** A sample of a series without a readout. */
    public TrainingSample(String key, long fromTime, long untilTime, Window window) {
        this(key, fromTime, untilTime, window, null);
    }

    /** A sample of a series of numbers. */
    public TrainingSample(String key, long fromTime, long untilTime, Window window, @Nullable KeyReadout readout) {
        this(key, fromTime, untilTime, window, readout, List.of());
    }

    public TrainingSample {
        unknown = List.copyOf(unknown);
        if (untilTime < fromTime) {
            throw new IllegalArgumentException(
                    "window of '" + key + "' ends at " + untilTime + ", before its first input at " + fromTime);
        }
    }

    /** The same sample with another window in its place. */
    TrainingSample with(Window other) {
        return new TrainingSample(key, fromTime, untilTime, other, readout, unknown);
    }

    /** Whether the window can be learnt from: no input, state or unmasked target is infinite or NaN. */
    boolean isUsable() {
        return isFinite(window.inputs())
                && isFinite(window.initialState())
                && areWeights(window.mask())
                && areUnmaskedTargetsFinite();
    }

    private static boolean areWeights(float[] mask) {
        for (float weight : mask) {
            if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    private boolean areUnmaskedTargetsFinite() {
        for (int i = 0; i < window.targets().length; i++) {
            if (window.mask()[i] != 0 && !Float.isFinite(window.targets()[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Refuses a window of another shape than the network's. */
    void requireFit(NetworkSpec spec, Loss loss) {
        requireEqual("features", window.features(), spec.inputWidth());
        requireEqual("targets", window.targetsPerStep(), loss.targets(spec.outputSize()));
        requireEqual("values of state", window.initialState().length, spec.stateSize());
    }

    private void requireEqual(String unit, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("window of '" + key + "' from " + fromTime + " has " + found + " " + unit
                    + ", network expects " + expected);
        }
    }
}
