package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.SourceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a backtest counts and scores: every series by itself, and all of them together. */
public final class Accuracy implements BacktestListener {

    /** Events after which the interval is known well enough to say how many of them make a day. */
    private static final int SEASON_EVENTS = 20;

    /** Steps until the code is compiled, which are no measure of it. */
    private static final int UNTIMED = 500;

    private static final double DAY_MILLIS = 86_400_000;

    private final ForecasterSpec spec;
    private final List<Double> levels;
    private final List<String> targets;
    private final Map<String, SeriesAccuracy[]> byKey = new LinkedHashMap<>();
    private final Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
    private long steps;
    private long nanos;
    private long versions;

    public Accuracy(ForecasterSpec spec) {
        this.spec = spec;
        levels = spec.bandLevels();
        targets = spec.targets();
    }

    @Override
    public void stepped(BacktestStep step) {
        steps++;
        if (steps > UNTIMED) {
            nanos += step.nanos();
        }
        SeriesAccuracy[] series = byKey.computeIfAbsent(step.event().key(), this::newSeries);
        for (int k = 0; k < series.length; k++) {
            series[k].add(TargetStep.of(step, k), step.forecast().broken);
            if (spec.inputs().calendar().season() == 0 && series[k].events() == SEASON_EVENTS) {
                series[k].adoptSeason(eventsPerDay(step.state().series().interval()));
            }
        }
    }

    /** Values that make a day; 0 where a day is no whole number of them, or but one. */
    private static int eventsPerDay(double interval) {
        double events = interval > 0 ? DAY_MILLIS / interval : 0;
        long whole = Math.round(events);
        return whole >= 2 && Math.abs(events - whole) < .01 * events ? (int) whole : 0;
    }

    private SeriesAccuracy[] newSeries(String key) {
        SeriesAccuracy[] series = new SeriesAccuracy[targets.size()];
        for (int k = 0; k < series.length; k++) {
            series[k] = new SeriesAccuracy(
                    name(key, k), spec, levels, spec.inputs().calendar().season());
        }
        return series;
    }

    /** Begins to count forecasts by horizon anew: what the events to come are worth is seen without those before. */
    public void forgetScores() {
        series().forEach(SeriesAccuracy::forgetScores);
    }

    /** Names of the targets. */
    public List<String> targets() {
        return targets;
    }

    /** The name of one target of a key: the key's alone where there are no others. */
    String name(String key, int target) {
        return targets.size() == 1 ? key : key + " " + targets.get(target);
    }

    @Override
    public void rejected(SourceEvent event, RejectedEventException why) {
        rejected.merge(why.reason(), 1L, Long::sum);
    }

    @Override
    public void promoted(ModelInfo info) {
        versions = info.version();
    }

    /** Events that were taken in, each with its forecasts. */
    public long steps() {
        return steps;
    }

    /** Events that were refused, by reason. */
    public Map<Rejection, Long> rejected() {
        return Collections.unmodifiableMap(rejected);
    }

    /** Events taken in and refused. */
    public long events() {
        return steps + rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The last version that served. */
    public long versions() {
        return versions;
    }

    /** What the core's step took on average once its code was compiled, in microseconds; NaN for a short run. */
    public double microsPerStep() {
        return steps > UNTIMED ? nanos / 1e3 / (steps - UNTIMED) : Double.NaN;
    }

    /** Steps ahead. */
    public List<Integer> horizons() {
        return spec.horizons();
    }

    /** Shares of values that the bands should cover. */
    public List<Double> levels() {
        return levels;
    }

    /** Every target of every key, in the order in which they first came. */
    public List<SeriesAccuracy> series() {
        List<SeriesAccuracy> all = new ArrayList<>();
        Collection<SeriesAccuracy[]> keys = byKey.values();
        keys.forEach(targetsOfKey -> Collections.addAll(all, targetsOfKey));
        return all;
    }

    /** All series together, by horizon. */
    public List<HorizonAccuracy> byHorizon() {
        return SeriesAccuracy.merged(series(), spec.horizons().size(), levels);
    }

    /** All series and horizons together. */
    public HorizonAccuracy overall() {
        HorizonAccuracy sum = new HorizonAccuracy(levels);
        byHorizon().forEach(sum::merge);
        return sum;
    }

    /** Mean absolute one-step error of an expert. */
    public double mae(Expert expert) {
        double sum = 0;
        long count = 0;
        for (SeriesAccuracy each : series()) {
            sum += each.absoluteSum(expert);
            count += each.oneStep();
        }
        return sum / count;
    }
}
