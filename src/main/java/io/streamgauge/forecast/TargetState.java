package io.streamgauge.forecast;

import io.streamgauge.signal.RunningScale;
import io.streamgauge.signal.StateFields;

/**
 * What is remembered of one target between two events.
 *
 * <p>Mutable, and changed by {@link TargetForecaster} alone.
 */
public final class TargetState {

    final RunningScale scale = new RunningScale();
    /** [horizons]. */
    final ExpertMixer[] mixers;
    /** [levels][horizons]. */
    final ConformalBand[][] bands;

    final PendingForecasts pending;

    TargetState(ForecasterSpec spec) {
        int horizons = spec.horizons().size();
        int levels = spec.bandLevels().size();
        mixers = new ExpertMixer[horizons];
        bands = new ConformalBand[levels][horizons];
        for (int j = 0; j < horizons; j++) {
            mixers[j] = new ExpertMixer();
            for (int l = 0; l < levels; l++) {
                bands[l][j] = new ConformalBand(spec.bandLevels().get(l));
            }
        }
        pending = new PendingForecasts(spec.horizonArray(), levels);
    }

    /** The last value, or what stood in for it; 0 while there is none. */
    public double lastValue() {
        return scale.last();
    }

    /** ρ, the usual absolute change from one value to the next, in the source's units. */
    public double usualStep() {
        return scale.usualStep();
    }

    /** Passes every field of the scale through {@code fields}. */
    void scaleFields(StateFields fields) {
        scale.fields(fields);
    }

    /** Passes every other field through {@code fields}. */
    void forecastFields(StateFields fields) {
        for (int j = 0; j < mixers.length; j++) {
            mixers[j].fields(fields);
            for (ConformalBand[] level : bands) {
                level[j].fields(fields);
            }
        }
        pending.fields(fields);
    }
}
