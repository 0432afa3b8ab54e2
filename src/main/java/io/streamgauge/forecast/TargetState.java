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
    /** [groups]. */
    final Shrinkage[] trust;
    /** [groups]. */
    final ExpertMixer[] medians;
    /** Usual size of a one-step error, which a surprise is measured in. */
    final ErrorScale surprise = new ErrorScale(SURPRISE_SLOW_RATE, SURPRISE_FAST_RATE);

    final BandScale bandScale = new BandScale();
    /** [groups]. */
    final ConformalBand[] bands;

    final PendingForecasts pending;

    private final HorizonGroups groups;

    TargetState(ForecasterSpec spec) {
        groups = new HorizonGroups(spec.horizonArray());
        int levels = spec.bandLevels().size();
        profile = new SeasonalProfile(new Season(spec.inputs().calendar()).buckets(), groups.horizons() > 1);
        readout = new OneStepReadout(spec.memory());
        horizonReadouts = new HorizonReadouts(groups, spec.memory());
        horizonStack = new HorizonStack(groups);
        trust = new Shrinkage[groups.count()];
        medians = new ExpertMixer[groups.count()];
        bands = ConformalBand.of(spec.bandLevels(), groups.firstSteps());
        for (int g = 0; g < groups.count(); g++) {
            trust[g] = new Shrinkage();
            medians[g] = new ExpertMixer(Expert.count(g));
        }
        pending = new PendingForecasts(groups, levels);
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
        profile.leave();
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
        // Before version 9 every horizon had its own; a pair's first go on.
        boolean ofEach = fields.version() < 9;
        for (int j = 0; j < groups.horizons(); j++) {
            if (groups.isFirst(j)) {
                trust[groups.of(j)].fields(fields);
                medians[groups.of(j)].fields(fields);
            } else if (ofEach) {
                new Shrinkage().fields(fields);
                new ExpertMixer(Expert.count(j)).fields(fields);
            }
        }
        fields.part(StatePart.PENDING);
        pending.fields(fields);
        fields.part(StatePart.BANDS);
        bandScale.fields(fields);
        for (int j = 0; j < groups.horizons(); j++) {
            if (groups.isFirst(j)) {
                bands[groups.of(j)].fields(fields);
            } else if (ofEach) {
                bands[groups.of(j)].pass(fields);
            }
        }
    }
}
