package io.streamgauge.forecast;

import io.streamgauge.nn.HiddenState;
import io.streamgauge.signal.Cadence;
import io.streamgauge.signal.RunningScale;
import io.streamgauge.signal.StateFields;

/**
 * Everything that is remembered of one series between two events.
 *
 * <p>Mutable, and changed by {@link SeriesForecaster#step} alone. Its layout follows from the {@link ForecasterSpec}.
 */
public final class SeriesState {

    final RunningScale scale = new RunningScale();
    final Cadence cadence = new Cadence();
    final HiddenState hidden;
    final ExpertMixer[] mixers;
    final ConformalBand[] bands;
    final PendingForecasts pending;
    final WindowBuffer windows;

    private long count;
    private long generation;
    private long version;
    /** Values since the series was last broken; the newest has number {@code unbroken − 1}. */
    private long unbroken;

    public SeriesState(ForecasterSpec spec) {
        int horizons = spec.horizons().size();
        hidden = new HiddenState(spec.network());
        mixers = new ExpertMixer[horizons];
        bands = new ConformalBand[horizons];
        for (int j = 0; j < horizons; j++) {
            mixers[j] = new ExpertMixer();
            bands[j] = new ConformalBand(spec.bandLevel());
        }
        pending = new PendingForecasts(spec.horizonArray());
        windows = new WindowBuffer(spec);
    }

    /** Values seen so far. */
    public long count() {
        return count;
    }

    /** Event time of the last value in epoch milliseconds; meaningless while {@link #count} is 0. */
    public long lastTime() {
        return cadence.last();
    }

    /** The last value seen; 0 while {@link #count} is 0. */
    public double lastValue() {
        return scale.last();
    }

    /** The usual time from one value to the next in milliseconds; 0 until two have arrived. */
    public double interval() {
        return cadence.interval();
    }

    /** ρ, the usual absolute change from one value to the next, in the source's units. */
    public double usualStep() {
        return scale.usualStep();
    }

    /** Generation of the weights that made the last step. */
    public long generation() {
        return generation;
    }

    /** Version of the weights that made the last step. */
    public long version() {
        return version;
    }

    /** The network's hidden state after the last step. */
    public HiddenState hidden() {
        return hidden;
    }

    long unbroken() {
        return unbroken;
    }

    /** Forgets what was expected before a break; the network starts again from rest. */
    void breakSeries() {
        unbroken = 0;
        hidden.clear();
    }

    void advance(ModelSnapshot model) {
        count++;
        unbroken++;
        generation = model.generation();
        version = model.version();
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        count = fields.integer(count);
        generation = fields.integer(generation);
        version = fields.integer(version);
        unbroken = fields.integer(unbroken);
        scale.fields(fields);
        cadence.fields(fields);
        fields.reals(hidden.values());
        for (int j = 0; j < mixers.length; j++) {
            mixers[j].fields(fields);
            bands[j].fields(fields);
        }
        pending.fields(fields);
        windows.fields(fields);
    }
}
