package io.streamgauge.app.bench;

import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.BacktestStep;
import io.streamgauge.backtest.Reliability;
import io.streamgauge.learn.OutcomeLabels;
import io.streamgauge.wire.SourceEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * {@code bench outcomes}: how good the probability of a labelled outcome is, on generated machines that fail
 * ({@link FailureProcess}).
 *
 * <p>The core that serves, strictly prequential with the trainer in lock-step. A failure is labelled when it has come; the
 * network is told nothing else. Beside it stand the true probability given the values, that given the machine's hidden
 * state, and the share of steps before a failure. Figures are of the second half, when what is to be learned is learned.
 */
public final class OutcomeBench {
    /**
     * How much is generated.
     *
     * @param machines keys, each a machine of its own
     * @param events of all machines together
     * @param seed of the generator
     */
    public record Size(int machines, int events, long seed) {}

    /** Milliseconds of event time from one event of a machine to the next. */
    public static final long INTERVAL = 300_000;

    /** What is forecast of a step, until it is known what came. */
    private record Open(int step, double network, double truth, double informed) {}

    private final Size size;
    private final int within;
    private final Backtest backtest;
    private final List<FailureProcess> machines;
    private final List<Deque<Open>> open = new ArrayList<>();
    private final Reliability network = new Reliability();
    private final Reliability truth = new Reliability();
    private final Reliability informed = new Reliability();
    private double probability;
    private long nanos;

    /**
     * @param spec of a topology with an outcome
     * @param within steps in which a failure is forecast
     */
    private OutcomeBench(Size size, BacktestSpec spec, int within) {
        this.size = size;
        this.within = within;
        backtest = new Backtest(spec, System::currentTimeMillis, List.of(this::stepped));
        machines = IntStream.range(0, size.machines())
                .mapToObj(k -> new FailureProcess(within, size.seed() * size.machines() + k))
                .toList();
        machines.forEach(machine -> open.add(new ArrayDeque<>()));
    }

    private void stepped(BacktestStep step) {
        probability = step.forecast().outcome;
        nanos += step.nanos();
    }

    /**
     * A run per seed, one after the other: a table of each, and {@code RESULT} lines of the medians.
     *
     * @param sizes as many as there are runs
     */
    public static List<String> lines(
            List<Size> sizes, Supplier<BacktestSpec> spec, int within, Consumer<String> progress) {
        List<String> lines = new ArrayList<>();
        List<List<Figure>> figures = new ArrayList<>();
        for (Size size : sizes) {
            OutcomeBench bench = new OutcomeBench(size, spec.get(), within);
            bench.run(progress);
            lines.addAll(bench.table());
            lines.add("");
            figures.add(bench.figures());
        }
        lines.addAll(medians(figures));
        return lines;
    }

    private void run(Consumer<String> progress) {
        for (int i = 0; i < size.events(); i++) {
            take(i % size.machines(), i / size.machines());
            if ((i + 1) % Math.max(1, size.events() / 20) == 0) {
                progress.accept(String.format(
                        Locale.ROOT,
                        "%,d events, Brier score %.4f, possible %.4f",
                        i + 1,
                        network.brier(),
                        truth.brier()));
            }
        }
    }

    private void take(int k, int step) {
        String key = "machine-" + k;
        long time = (step + 1) * INTERVAL;
        FailureProcess.Step came = machines.get(k).next();
        if (came.failed()) {
            backtest.label(key, new OutcomeLabels.Label(time, time, true));
        }
        settle(open.get(k), step, came.failed());
        backtest.take(new SourceEvent(key, time, Long.toString(time), came.value()));
        int steps = size.events() / size.machines();
        boolean judged = step >= steps / 2 && step + within < steps;
        if (judged && !Double.isNaN(probability)) {
            open.get(k).addLast(new Open(step, probability, came.probability(), came.informed()));
        }
    }

    /** Counts the forecasts of which this step says what came: all where it failed, else the one whose time is over. */
    private void settle(Deque<Open> waiting, int step, boolean failed) {
        while (!waiting.isEmpty() && (failed || step - waiting.getFirst().step() >= within)) {
            Open settled = waiting.removeFirst();
            network.add(settled.network(), failed);
            truth.add(settled.truth(), failed);
            informed.add(settled.informed(), failed);
        }
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-28s %12s %12s", "failure in time, seed " + size.seed(), "Brier score", "calibration"));
        row(lines, "network", network);
        row(lines, "true, given the values", truth);
        row(lines, "true, given the state", informed);
        lines.add(String.format(Locale.ROOT, "%-28s %12.4f", "share of failures", network.brierOfBaseRate()));
        lines.add(String.format(Locale.ROOT, "%-28s %12s %12s", "events", "forecast", "observed"));
        for (Reliability.Bin bin : network.bins()) {
            lines.add(String.format(Locale.ROOT, "%-28d %12.4f %12.4f", bin.count(), bin.forecast(), bin.observed()));
        }
        return lines;
    }

    private static void row(List<String> lines, String name, Reliability of) {
        lines.add(String.format(Locale.ROOT, "%-28s %12.4f %12.4f", name, of.brier(), of.calibrationError()));
    }

    /** The figures of the run, in one order. */
    private List<Figure> figures() {
        return List.of(
                new Figure("brier.network", network.brier(), "score"),
                new Figure("brier.true", truth.brier(), "score"),
                new Figure("brier.state", informed.brier(), "score"),
                new Figure("brier.base_rate", network.brierOfBaseRate(), "score"),
                new Figure("ratio.brier", network.brier() / truth.brier(), "x"),
                new Figure("calibration_error.network", network.calibrationError(), "share"),
                new Figure("calibration_error.true", truth.calibrationError(), "share"),
                new Figure("base_rate", network.baseRate(), "share"),
                new Figure("us_per_event", nanos / 1e3 / size.events(), "us"));
    }

    /** {@code RESULT} lines of the median over runs. */
    private static List<String> medians(List<List<Figure>> runs) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < runs.get(0).size(); i++) {
            int at = i;
            Figure figure = runs.get(0).get(i);
            double median = InterleavedRounds.median(
                    runs.stream().mapToDouble(run -> run.get(at).value()).toArray());
            lines.add(String.format(Locale.ROOT, "RESULT %s %.4f %s", figure.name(), median, figure.unit()));
        }
        return lines;
    }

    private record Figure(String name, double value, String unit) {}
}
