package io.streamgauge.app;

import io.streamgauge.backtest.Accuracy;
import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.HorizonAccuracy;
import io.streamgauge.backtest.TuningScore;
import io.streamgauge.config.TopologyConfig;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;

/**
 * The backtests of {@code tune}, and how the history is parted: a fifth to warm up, up to three quarters to choose by, the
 * last quarter held out.
 */
final class TuneRuns {

    private static final double WARM_UP = .2;
    private static final double CHOICE = .75;
    /** Of fewer there is nothing to learn settings from. */
    private static final long LEAST_EVENTS = 200;

    private static final long COMPILING = 4_000;

    /**
     * How settings did on what had no part in their choice, by all horizons and series together.
     *
     * @param all errors in the input's own units
     */
    record HeldOut(TuningScore score, HorizonAccuracy all) {

        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "  %-40s skill %.2f%%, MSE %.5g, MAE %.5g, in band %.1f%%",
                    name,
                    100 * score.skill(),
                    all.mse(),
                    all.mae(),
                    100 * score.coverage());
        }

        List<String> results(String name) {
            String prefix = "tune.held_out." + name + ".";
            return List.of(
                    ResultLine.of(prefix + "skill", score.skill(), "share"),
                    ResultLine.of(prefix + "mse", all.mse(), "units2"),
                    ResultLine.of(prefix + "mae", all.mae(), "units"),
                    ResultLine.of(prefix + "coverage", score.coverage(), "share"));
        }
    }

    private final InputOptions input;
    private final int lockstep;
    private final Function<Map<String, String>, TopologyConfig> topologies;
    private final long events;

    /**
     * @param given of which the season may still be unknown
     * @param most events to take, 0 for all
     * @param topologies the topology under a trial's settings
     */
    TuneRuns(
            InputOptions input,
            TopologyConfig given,
            long most,
            int lockstep,
            Function<Map<String, String>, TopologyConfig> topologies) {
        this.input = input;
        this.lockstep = lockstep;
        this.topologies = topologies;
        events = count(given, most);
        if (events < LEAST_EVENTS) {
            throw new UserError("--input: found " + events + " events, expected at least " + LEAST_EVENTS
                    + " to choose settings by");
        }
    }

    /** Runs until the code is compiled, so that the first trial's time is comparable. */
    void warmUp(Map<String, String> settings) {
        TopologyConfig topology = topologies.apply(settings);
        long until = Math.min(COMPILING, events);
        run("compiling", topology, until, new Accuracy(Wiring.forecaster(topology)), -1);
    }

    private long count(TopologyConfig given, long most) {
        try (InputEvents all = input.openSteps(given)) {
            long counted = 0;
            for (; all.hasNext() && (most == 0 || counted < most); counted++) {
                all.next();
            }
            return counted;
        }
    }

    /** The score of a trial's settings on what settings are chosen by. */
    TuningScore trial(int number, int most, Map<String, String> settings) {
        TopologyConfig topology = topologies.apply(settings);
        Accuracy accuracy = new Accuracy(Wiring.forecaster(topology));
        run("trial " + (number + 1) + " of at most " + most, topology, part(CHOICE), accuracy, part(WARM_UP));
        TuningScore score = TuningScore.of(accuracy);
        if (number == 0 && Double.isNaN(score.skill())) {
            throw new UserError(
                    "--input: no value ever changes in what settings are chosen by, expected series that move");
        }
        return score;
    }

    /** How settings do on the rest of the history, after all before it. */
    HeldOut heldOut(Map<String, String> settings) {
        TopologyConfig topology = topologies.apply(settings);
        Accuracy accuracy = new Accuracy(Wiring.forecaster(topology));
        run("last quarter", topology, events, accuracy, part(CHOICE));
        return new HeldOut(TuningScore.of(accuracy), accuracy.overall());
    }

    private long part(double share) {
        return (long) (share * events);
    }

    private void run(String name, TopologyConfig topology, long until, Accuracy accuracy, long scoredFrom) {
        Backtest backtest =
                new Backtest(Wiring.backtest(topology, lockstep), Clock.systemUTC()::millis, List.of(accuracy));
        try (InputEvents all = input.openSteps(topology);
                ProgressBar progress = Progress.bar("events, " + name, until)) {
            for (long i = 0; i < until && all.hasNext(); i++) {
                if (i == scoredFrom) {
                    accuracy.forgetScores();
                }
                backtest.take(all.next());
                progress.step();
            }
            backtest.finish();
        }
    }
}
