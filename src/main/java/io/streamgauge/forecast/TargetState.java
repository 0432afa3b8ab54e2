package io.streamgauge.forecast;

import io.streamgauge.signal.RunningScale;
import io.streamgauge.signal.Season;
import io.streamgauge.signal.SeasonalProfile;
import io.streamgauge.signal.StateFields;

/**
 * What is remembered of one target between two events.
 *
 * <p>Mutable, and changed by {@link TargetForecaster} alone.
 */
public final class TargetState {

    private static final double SURPRISE_SLOW_RATE = .02;
    private static final double SURPRISE_FAST_RATE = .1;
    /** Numbers that series share: the weights of readout and stack, and how far behind the experts are. */
    static final int SHARED = OneStepReadout.FEATURES + ForecastStack.INPUTS + Expert.count(0);

    final RunningScale scale = new RunningScale();
    final SeasonalProfile profile;
    final OneStepReadout readout;
    final HorizonReadouts horizonReadouts;
    final ForecastStack stack = new ForecastStack();
    final HorizonStack horizonStack;
    /** [horizons]. */
    final Shrinkage[] trust;
    /** [horizons]. */
    final ExpertMixer[] medians;
    /** Usual size of a one-step error, which a surprise is measured in. */
    final ErrorScale surprise = new ErrorScale(SURPRISE_SLOW_RATE, SURPRISE_FAST_RATE);

    final BandScale bandScale = new BandScale();
    /** [horizons]. */
    final ConformalBand[] bands;

    final PendingForecasts pending;

    TargetState(ForecasterSpec spec) {
        int horizons = spec.horizons().size();
        int levels = spec.bandLevels().size();
        profile = new SeasonalProfile(new Season(spec.inputs().calendar()).buckets(), horizons > 1);
        readout = new OneStepReadout(spec.memory());
        horizonReadouts = new HorizonReadouts(spec.horizonArray(), spec.memory());
        horizonStack = new HorizonStack(horizons);
        trust = new Shrinkage[horizons];
        medians = new ExpertMixer[horizons];
        bands = ConformalBand.of(spec.bandLevels(), spec.horizons());
        for (int j = 0; j < horizons; j++) {
            trust[j] = new Shrinkage();
            medians[j] = new ExpertMixer(Expert.count(j));
        }
        pending = new PendingForecasts(spec.horizonArray(), levels);
    }

    /** Starts from the part of a prior that stands from {@code at} on. */
    void begin(ReadoutPrior prior, int at) {
        readout.begin(prior, at);
        stack.begin(prior, at + OneStepReadout.FEATURES);
        medians[0].begin(prior, at + OneStepReadout.FEATURES + ForecastStack.INPUTS);
    }

    /** Writes what other series may learn from this one to {@code out} from {@code at} on [{@link #SHARED}]. */
    void summarize(float[] out, int at) {
        readout.weights(out, at);
        stack.weights(out, at + OneStepReadout.FEATURES);
        medians[0].behind(out, at + OneStepReadout.FEATURES + ForecastStack.INPUTS);
    }

    /** Starts anew after a break: what is before it no longer counts as the recent past. */
    void breakSeries() {
        readout.breakSeries();
        horizonReadouts.breakSeries();
    }

    /** The last value, or what stood in for it; 0 while there is none. */
    public double lastValue() {
        return scale.last();
    }

    /** ρ, the usual absolute change from one value to the next, in the source's units. */
    public double usualStep() {
        return scale.usualStep();
    }

    /** Passes every field through {@code fields}. */
    void fields(StateFields fields) {
        fields.part(StatePart.SERIES);
        scale.fields(fields);
        surprise.fields(fields);
        fields.part(StatePart.PROFILE);
        profile.fields(fields);
        fields.part(StatePart.READOUTS);
        readout.fields(fields);
        horizonReadouts.fields(fields);
        stack.fields(fields);
        horizonStack.fields(fields);
        for (int j = 0; j < trust.length; j++) {
            trust[j].fields(fields);
            medians[j].fields(fields);
        }
        fields.part(StatePart.PENDING);
        pending.fields(fields);
        fields.part(StatePart.BANDS);
        bandScale.fields(fields);
        for (ConformalBand band : bands) {
            band.fields(fields);
        }
    }
}
