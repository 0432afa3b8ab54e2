package io.streamgauge.forecast;

import io.streamgauge.nn.HiddenState;
import io.streamgauge.signal.Cadence;
import io.streamgauge.signal.CovariateScale;
import io.streamgauge.signal.Season;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is remembered of one series between two events.
 *
 * <p>Mutable, and changed by {@link SeriesForecaster#step} alone. Its layout follows from the {@link ForecasterSpec}.
 */
public final class SeriesState {

    final TargetState[] targets;
    /** One per numeric covariate. */
    final CovariateScale[] covariates;

    final Cadence cadence = new Cadence();
    final HiddenState hidden;
    /** Null for a key of which no windows are cut. */
    private @Nullable WindowBuffer windows;

    private long count;
    private long generation;
    private long version;
    /** Values since the series was last broken; the newest has number {@code unbroken − 1}. */
    private long unbroken;

    /** The state of a series that has seen nothing, and of which windows are cut. */
    public SeriesState(ForecasterSpec spec) {
        this(spec, true);
    }

    /** @param sampled whether windows are cut of it */
    public SeriesState(ForecasterSpec spec, boolean sampled) {
        targets = new TargetState[spec.targets().size()];
        for (int k = 0; k < targets.length; k++) {
            targets[k] = new TargetState(spec);
        }
        covariates = new CovariateScale[spec.inputs().covariates().numeric().size()];
        Arrays.setAll(covariates, i -> new CovariateScale());
        hidden = new HiddenState(spec.network());
        sample(spec, sampled);
    }

    /** Begins or ends to keep what windows are cut from. */
    public void sample(ForecasterSpec spec, boolean sampled) {
        if (sampled != isSampled()) {
            windows = sampled ? new WindowBuffer(spec) : null;
        }
    }

    /** Whether windows are cut of the series. */
    public boolean isSampled() {
        return windows != null;
    }

    @Nullable
    WindowBuffer windows() {
        return windows;
    }

    /** Values seen so far. */
    public long count() {
        return count;
    }

    /** Event time of the last value in epoch milliseconds; meaningless while {@link #count} is 0. */
    public long lastTime() {
        return cadence.last();
    }

    /** The first target's last value; 0 while {@link #count} is 0. */
    public double lastValue() {
        return targets[0].lastValue();
    }

    /** What is remembered of target number {@code k}. */
    public TargetState target(int k) {
        return targets[k];
    }

    /** The usual time from one value to the next in milliseconds; 0 until two have arrived. */
    public double interval() {
        return cadence.interval();
    }

    /** Where the last value stands in its season, from 0 to below 1; NaN where that is not known. */
    public double phase(Season season) {
        return season.isKnown(cadence) ? season.phase(cadence, 0) : Double.NaN;
    }

    /** The first target's usual absolute change from one value to the next, in the source's units. */
    public double usualStep() {
        return targets[0].usualStep();
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

    /**
     * Lets a series that has seen nothing start from what others have learned. A prior of another length was made by
     * another forecaster and says nothing here.
     */
    void begin(@Nullable ReadoutPrior prior) {
        if (prior == null || prior.mean().length != targets.length * TargetState.SHARED) {
            return;
        }
        for (int k = 0; k < targets.length; k++) {
            targets[k].begin(prior, k * TargetState.SHARED);
        }
    }

    /** What other series may learn from this one, target by target; null while the first target has not moved. */
    @Nullable
    ReadoutSummary summary() {
        TargetState first = targets[0];
        if (first.readout.unit() <= 0 || first.readout.rows() == 0) {
            return null;
        }
        float[] weights = new float[targets.length * TargetState.SHARED];
        for (int k = 0; k < targets.length; k++) {
            targets[k].summarize(weights, k * TargetState.SHARED);
        }
        return new ReadoutSummary(weights, first.readout.rows(), first.surprise.value(first.usualStep()));
    }

    /** Forgets what was expected before a break; the network starts again from rest. */
    void breakSeries() {
        unbroken = 0;
        hidden.clear();
        if (windows != null) {
            windows.breakSeries();
        }
        for (TargetState target : targets) {
            target.breakSeries();
        }
    }

    void advance(ModelSnapshot model) {
        count++;
        unbroken++;
        generation = model.generation();
        version = model.version();
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        signalFields(fields);
        if (fields.version() < 9) {
            fields.reals(hidden.values());
            ShortFloat.round(hidden.values());
        } else {
            fields.shortFloats(hidden.values());
        }
        targetFields(fields);
        if (windows != null) {
            fields.part(StatePart.WINDOWS);
            windows.fields(fields);
            windows.keepAtMost(unbroken);
        }
    }

    /**
     * Passes the fields through {@code fields} that are laid out alike whatever the network and its windows: all but the
     * hidden state and the window buffer.
     */
    public void fieldsBesideNetwork(StateFields fields) {
        signalFields(fields);
        targetFields(fields);
    }

    /**
     * Bytes of the fields that {@link #fieldsBesideNetwork} leaves out.
     *
     * @param sampled whether windows are cut of the series
     * @param version of the format
     */
    public static long networkBytes(ForecasterSpec spec, boolean sampled, int version) {
        long each = version < 9 ? Float.BYTES : ShortFloat.BYTES;
        return each * spec.network().stateSize() + (sampled ? WindowBuffer.bytes(spec, version) : 0);
    }

    /**
     * Starts the network from rest, on a series that goes on: for a state whose network is another one now. No weights
     * of it have served the series yet.
     */
    public void rewarm() {
        breakSeries();
        generation = 0;
        version = 0;
    }

    private void signalFields(StateFields fields) {
        fields.part(StatePart.SERIES);
        count = fields.integer(count);
        generation = fields.count((int) generation);
        version = fields.count((int) version);
        unbroken = Math.max(0, fields.integer(unbroken));
        cadence.fields(fields);
        for (CovariateScale covariate : covariates) {
            covariate.fields(fields);
        }
    }

    private void targetFields(StateFields fields) {
        for (TargetState target : targets) {
            target.fields(fields);
        }
    }
}
