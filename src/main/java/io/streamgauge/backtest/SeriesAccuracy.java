package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.ForecasterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How good the forecasts of one target of one key were, by horizon.
 *
 * <p>A forecast for h steps ahead is scored by the h-th event after it; a pause in the series ends what is pending, as it
 * does for the forecaster. A value that is missing, or was made up to stand in for one, scores nothing.
 */
public final class SeriesAccuracy {

    /** The events after which a new key should be forecast well. */
    static final long EARLY_FROM = 5;

    static final long EARLY_UNTIL = 20;
    static final long FIRST = 100;

    private final String name;
    private final int[] horizons;
    private final List<Double> levels;
    private final HorizonAccuracy[] byHorizon;
    private final RunningGaussian[] errors;
    private final IssuedForecast[] pending;
    private final SeasonalNaive naive;
    private final double[] byExpert = new double[Expert.ALL.size()];
    private final Span early = new Span(EARLY_FROM, EARLY_UNTIL);
    private final Span first = new Span(1, FIRST);
    private long oneStep;
    private long events;
    /** Events since the series was last broken. */
    private long unbroken;

    /**
     * @param season values per season, 0 where there is none
     */
    SeriesAccuracy(String name, ForecasterSpec spec, List<Double> levels, int season) {
        this.name = name;
        this.levels = levels;
        horizons = spec.horizons().stream().mapToInt(Integer::intValue).toArray();
        byHorizon = new HorizonAccuracy[horizons.length];
        errors = new RunningGaussian[horizons.length];
        Arrays.setAll(errors, j -> new RunningGaussian());
        pending = new IssuedForecast[spec.furthest()];
        naive = new SeasonalNaive(season);
        forgetScores();
    }

    /** Begins to count forecasts by horizon anew; those that are still open will count. */
    void forgetScores() {
        Arrays.setAll(byHorizon, j -> new HorizonAccuracy(levels));
    }

    /** Takes the season of the series where none was given. */
    void adoptSeason(int season) {
        naive.adopt(season);
    }

    void add(TargetStep step, boolean broken) {
        events++;
        if (broken) {
            unbroken = 0;
            naive.restart();
        }
        if (!Double.isNaN(step.value())) {
            score(step);
        }
        naive.add(step.value());
        pending[(int) (unbroken % pending.length)] = issued(step).copied();
        unbroken++;
    }

    private void score(TargetStep step) {
        double value = step.value();
        for (int j = 0; j < horizons.length && horizons[j] <= unbroken; j++) {
            IssuedForecast issued = pending[(int) ((unbroken - horizons[j]) % pending.length)];
            if (!Double.isNaN(issued.mean()[j]) && !Double.isNaN(issued.origin())) {
                byHorizon[j].add(value, issued, j, errors[j]);
                errors[j].add(value - issued.mean()[j]);
            }
        }
        if (step.hasPrevious()) {
            addExperts(step);
        }
    }

    private void addExperts(TargetStep step) {
        oneStep++;
        for (int i = 0; i < byExpert.length; i++) {
            byExpert[i] += Math.abs(step.value() - step.previousByExpert()[i]);
        }
        double persistence = Math.abs(step.value() - step.previousByExpert()[Expert.PERSISTENCE.ordinal()]);
        double error = Math.abs(step.value() - step.previousMean());
        early.add(events, error, persistence);
        first.add(events, error, persistence);
    }

    private IssuedForecast issued(TargetStep step) {
        double[] seasonal = Arrays.stream(horizons).mapToDouble(naive::forecast).toArray();
        return new IssuedForecast(
                step.value(), step.mean(), step.median(), step.lower(), step.upper(), seasonal, naive.scale());
    }

    /** The key, and where there are several targets the target's name. */
    public String name() {
        return name;
    }

    public long events() {
        return events;
    }

    /** The figures of one horizon, by its position. */
    public HorizonAccuracy horizon(int position) {
        return byHorizon[position];
    }

    /** The figures of all horizons together. */
    public HorizonAccuracy overall(List<Double> levels) {
        HorizonAccuracy sum = new HorizonAccuracy(levels);
        for (HorizonAccuracy horizon : byHorizon) {
            sum.merge(horizon);
        }
        return sum;
    }

    /** Sum of an expert's absolute one-step errors. */
    double absoluteSum(Expert expert) {
        return byExpert[expert.ordinal()];
    }

    /** One-step forecasts that the experts were scored on. */
    long oneStep() {
        return oneStep;
    }

    /** Events 5 to 20. */
    public Span early() {
        return early;
    }

    /** The first 100 events. */
    public Span first() {
        return first;
    }

    /** Several series together, with the mean of each figure over all forecasts. */
    static List<HorizonAccuracy> merged(Iterable<SeriesAccuracy> series, int horizons, List<Double> levels) {
        List<HorizonAccuracy> sums = new ArrayList<>();
        for (int j = 0; j < horizons; j++) {
            HorizonAccuracy sum = new HorizonAccuracy(levels);
            for (SeriesAccuracy each : series) {
                sum.merge(each.horizon(j));
            }
            sums.add(sum);
        }
        return Collections.unmodifiableList(sums);
    }
}
