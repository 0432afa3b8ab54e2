package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.WeightsRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Weights and priors learned from history, before a stream begins: the backtest's core and trainer over the same events
 * several times.
 *
 * <p>A series starts afresh every so many events, each time under a key of its own, and in each pass at other places: so
 * the network learns the beginnings of series as well as their middles, and the prior is made of many short lives, as those
 * are that it is for. Deterministic. Not thread-safe.
 */
public final class Pretraining {

    /**
     * How one pass went. Errors are mean absolute ones of one-step forecasts, made before their value was learned from, in
     * units of persistence's; in the first pass no event had been seen before, in later ones each had.
     *
     * @param number from 1 on
     * @param versions that proved themselves on windows not trained on
     * @param network the shared network's error
     * @param median the mixed median's error
     */
    public record Pass(int number, long events, long versions, double network, double median) {}

    private final Backtest backtest;
    private final int passes;
    private final int part;
    private final Map<String, Long> seen = new HashMap<>();
    private Tally tally = new Tally();
    private int pass = 1;

    /**
     * @param clock epoch milliseconds, for events dated ahead of it
     * @param passes planned
     * @param part events after which a series starts afresh
     */
    public Pretraining(BacktestSpec spec, LongSupplier clock, int passes, int part) {
        if (passes < 1 || part < 1) {
            throw new IllegalArgumentException(
                    "there are " + passes + " passes in parts of " + part + " events, expected at least 1 of both");
        }
        this.passes = passes;
        this.part = part;
        backtest = new Backtest(spec, clock, List.of(new Listener()));
    }

    /** Learns from the next event of the current pass. */
    public void take(SourceEvent event) {
        long number = seen.merge(event.key(), 1L, Long::sum) - 1;
        // Each pass is shifted by its share of a part, so that its series begin elsewhere.
        long shifted = number + (long) (pass - 1) * part / passes;
        String key = event.key() + "/" + pass + "." + shifted / part;
        backtest.take(new SourceEvent(
                key, event.time(), event.timeText(), event.values(), event.covariates(), event.categories()));
    }

    /** Ends the current pass; the next event is the first of another. */
    public Pass finishPass() {
        backtest.finish();
        Pass done = tally.pass(pass);
        tally = new Tally();
        seen.clear();
        pass++;
        return done;
    }

    /** Whether any window has come, and with it something to learn from. */
    public boolean hasLearned() {
        return backtest.hasTrained();
    }

    /** What has been learned in the passes that are finished. */
    public WeightsRecord weights() {
        return backtest.trained();
    }

    /** Sums of one pass; an error counts in the usual step of its series, or a large series would drown the others. */
    private static final class Tally {
        private long events;
        private long versions;
        private double persistence;
        private double network;
        private double median;

        private Pass pass(int number) {
            double unit = Math.max(persistence, Double.MIN_NORMAL);
            return new Pass(number, events, versions, network / unit, median / unit);
        }
    }

    private final class Listener implements BacktestListener {
        private final Map<String, Double> medians = new HashMap<>();

        @Override
        public void stepped(BacktestStep step) {
            tally.events++;
            TargetForecast target = step.forecast().first();
            String key = step.event().key();
            Double median = medians.put(key, target.median[0]);
            if (median == null || !target.hasPrevious || target.missing) {
                return;
            }
            double unit = step.state().series().usualStep();
            double[] experts = target.previousByExpert;
            tally.persistence += Math.abs(target.value - experts[Expert.PERSISTENCE.ordinal()]) / unit;
            tally.network += Math.abs(target.value - experts[Expert.NETWORK.ordinal()]) / unit;
            tally.median += Math.abs(target.value - median) / unit;
        }

        @Override
        public void promoted(ModelInfo info) {
            tally.versions++;
        }
    }
}
