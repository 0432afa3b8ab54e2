package io.streamgauge.app.bench;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.app.bench.NoisyAutomaton.Fault;
import io.streamgauge.backtest.CategoryBacktest;
import io.streamgauge.backtest.CategoryBaselines;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.learn.TrainingSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One run of {@link CategoryBench}: the processes of one seed, from their first event to their last.
 *
 * <p>Not to be run twice.
 */
final class CategoryRun {

    /** Quarters of a run; faults come in the second and the fourth. */
    private static final List<String> QUARTERS = List.of("learning", "before", "relearning", "after");

    /** Event time of a key from one event to the next in milliseconds. */
    private static final long INTERVAL = 60_000;

    private static final double FAULT_RATE = .001;
    private static final int REPORTS = 20;

    private final CategoryBench.Size size;
    private final CategoryBacktest backtest;
    private final CategoryBaselines baselines = new CategoryBaselines();
    private final List<NoisyAutomaton> processes;
    private final Random random;
    private final List<CategoryAccuracy> accuracies = new ArrayList<>();
    /** By quarter, then by key. */
    private final List<List<FaultTally>> tallies = new ArrayList<>();

    private final List<OracleTally> oracles;
    private double micros;

    /** @param seed of the processes and their faults */
    CategoryRun(CategoryBench.Size size, CategoryMonitor monitor, TrainingSettings training, long seed, int round) {
        this.size = size;
        backtest = new CategoryBacktest(monitor, training, training.seed(), round);
        processes = IntStream.range(0, size.keys())
                .mapToObj(k -> new NoisyAutomaton(seed * size.keys() + k))
                .toList();
        random = new Random(seed);
        for (int q = 0; q < QUARTERS.size(); q++) {
            accuracies.add(new CategoryAccuracy(CategoryBaselines.LONGEST));
            tallies.add(processes.stream().map(process -> new FaultTally()).toList());
        }
        oracles = processes.stream().map(process -> new OracleTally()).toList();
    }

    /** Takes all events. */
    void run(Consumer<String> progress) {
        long nanos = 0;
        for (int i = 0; i < size.events(); i++) {
            int quarter = (int) ((long) i * QUARTERS.size() / size.events());
            int k = i % size.keys();
            if (i == size.events() / 2) {
                processes.forEach(NoisyAutomaton::drift);
            }
            NoisyAutomaton process = processes.get(k);
            boolean faulty = hasFaults(quarter) && process.admitsFault() && random.nextDouble() < FAULT_RATE;
            NoisyAutomaton.Event event = faulty ? process.fault() : process.next();
            nanos += step(k, i / size.keys() * INTERVAL, event, accuracies.get(quarter));
            boolean known = backtest.forecast().index != Vocabulary.UNKNOWN;
            tallies.get(quarter).get(k).add(event.fault(), backtest.score().score, known);
            if (hasFaults(quarter)) {
                oracles.get(k).add(event, known);
            }
            if ((i + 1) % Math.max(1, size.events() / REPORTS) == 0) {
                progress.accept(String.format(
                        Locale.ROOT,
                        "%,d events, %s",
                        i + 1,
                        accuracies.get(quarter).text()));
            }
        }
        micros = nanos / 1e3 / size.events();
    }

    private static boolean hasFaults(int quarter) {
        return quarter % 2 == 1;
    }

    private long step(int k, long time, NoisyAutomaton.Event event, CategoryAccuracy accuracy) {
        String key = "process-" + k;
        baselines.take(key, event.category());
        Vocabulary vocabulary = backtest.model().vocabulary();
        long began = System.nanoTime();
        backtest.take(key, time, event.category());
        long nanos = System.nanoTime() - began;
        CategoryForecast forecast = backtest.forecast();
        boolean hit =
                forecast.index != Vocabulary.UNKNOWN && forecast.index == forecast.expected && vocabulary.size() > 0;
        accuracy.add(hit, event.likeliest().equals(event.category()), baselines.hits(), forecast.surprisal());
        return nanos;
    }

    private FaultTally found() {
        FaultTally all = new FaultTally();
        for (int q = 0; q < QUARTERS.size(); q++) {
            if (hasFaults(q)) {
                tallies.get(q).forEach(all::add);
            }
        }
        return all;
    }

    private FaultTally oracle() {
        OracleTally all = new OracleTally();
        oracles.forEach(all::add);
        return all.best();
    }

    /** What people read. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-20s %9s %9s %9s %9s", "next event right", "network", "possible", "n-gram", "nats"));
        for (int q = 0; q < QUARTERS.size(); q++) {
            lines.add(String.format(
                    Locale.ROOT, "%-20s %s", QUARTERS.get(q), accuracies.get(q).row()));
        }
        lines.addAll(found().table());
        return lines;
    }

    /** What is measured, by the names of the {@code RESULT} lines. */
    Map<String, CategoryBench.Figure> figures() {
        Map<String, CategoryBench.Figure> figures = new LinkedHashMap<>();
        for (int q = 0; q < QUARTERS.size(); q++) {
            if (hasFaults(q)) {
                String name = "accuracy." + QUARTERS.get(q) + ".";
                figures.put(name + "network", share(accuracies.get(q).network()));
                figures.put(name + "possible", share(accuracies.get(q).possible()));
                figures.put(name + "ngram", share(accuracies.get(q).gram()));
            }
        }
        FaultTally found = found();
        for (Fault fault : Fault.values()) {
            figures.put("recall." + fault.text(), share(found.recall(fault)));
            figures.put("precision." + fault.text(), share(found.precision(fault)));
        }
        figures.put("recall", share(found.recall()));
        figures.put("precision", share(found.precision()));
        figures.put("f1", share(found.f1()));
        figures.put("f1.possible", share(oracle().f1()));
        figures.put("false_alarms", alarms(found));
        for (int q = 0; q < QUARTERS.size(); q++) {
            FaultTally quarter = new FaultTally();
            tallies.get(q).forEach(quarter::add);
            figures.put("false_alarms." + QUARTERS.get(q), alarms(quarter));
        }
        figures.put("us_per_event", new CategoryBench.Figure(micros, "%.1f us"));
        return figures;
    }

    private static CategoryBench.Figure alarms(FaultTally tally) {
        return new CategoryBench.Figure(tally.falseAlarms(), "%.0f alarms");
    }

    private static CategoryBench.Figure share(double value) {
        return new CategoryBench.Figure(value, "%.4f share");
    }
}
