package io.streamgauge.app.bench;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.backtest.CategoryBacktest;
import io.streamgauge.backtest.NGram;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.learn.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * {@code bench categories}: how well the next event of a generated process is forecast, and what is found of its faults.
 *
 * <p>The core that serves, strictly prequential with the trainer in lock-step, beside the best that is possible and n-grams of
 * up to {@value #LONGEST_GRAM} events on the same events. The process ({@link NoisyAutomaton}) drifts half-way. Faults come
 * in the second half before and in the second half after the drift, when what is to be learned is learned; figures are of
 * these halves, unless they say otherwise.
 */
public final class CategoryBench {

    /**
     * How much is generated.
     *
     * @param keys instances of the process
     * @param events of all keys together
     * @param seed of the generator
     */
    public record Size(int keys, int events, long seed) {}

    private static final int LONGEST_GRAM = 5;
    /** Events of a key from one to the next. */
    private static final long INTERVAL = 60_000;

    private static final double FAULT_RATE = .001;

    private final Size size;
    private final CategoryBacktest backtest;
    private final List<NGram> grams;
    private final List<NoisyAutomaton> processes;
    private final Random random;
    private final FaultTally[] tallies;
    private final CategoryAccuracy[] quarters = new CategoryAccuracy[4];

    /**
     * @param training how the trainer learns
     * @param round events from one generation to the next
     */
    public CategoryBench(Size size, CategoryMonitor monitor, TrainingSettings training, long seed, int round) {
        this.size = size;
        backtest = new CategoryBacktest(monitor, training, seed, round);
        grams = IntStream.rangeClosed(1, LONGEST_GRAM).mapToObj(NGram::new).toList();
        processes = IntStream.range(0, size.keys())
                .mapToObj(k -> new NoisyAutomaton(size.seed() * size.keys() + k))
                .toList();
        random = new Random(size.seed());
        tallies = new FaultTally[size.keys()];
        for (int k = 0; k < tallies.length; k++) {
            tallies[k] = new FaultTally();
        }
        for (int q = 0; q < quarters.length; q++) {
            quarters[q] = new CategoryAccuracy(LONGEST_GRAM);
        }
    }

    /** The table and {@code RESULT} lines. */
    public List<String> run(Consumer<String> progress) {
        long nanos = 0;
        for (int i = 0; i < size.events(); i++) {
            int quarter = (int) ((long) i * quarters.length / size.events());
            int k = i % size.keys();
            if (i == size.events() / 2) {
                processes.forEach(NoisyAutomaton::drift);
            }
            NoisyAutomaton process = processes.get(k);
            boolean faulty = quarter % 2 == 1 && process.admitsFault() && random.nextDouble() < FAULT_RATE;
            NoisyAutomaton.Event event = faulty ? process.fault() : process.next();
            nanos += step(k, i / size.keys() * INTERVAL, event, quarters[quarter]);
            if (quarter % 2 == 1) {
                tallies[k].add(event.fault(), backtest.score().score);
            }
            if ((i + 1) % (size.events() / 20) == 0) {
                progress.accept(String.format(Locale.ROOT, "%,d events, %s", i + 1, quarters[quarter].text()));
            }
        }
        return lines(nanos / 1e3 / size.events());
    }

    private long step(int k, long time, NoisyAutomaton.Event event, CategoryAccuracy accuracy) {
        String key = "process-" + k;
        boolean[] hits = new boolean[LONGEST_GRAM];
        for (int n = 0; n < LONGEST_GRAM; n++) {
            hits[n] = grams.get(n).expected(key).equals(event.category());
            grams.get(n).learn(key, event.category());
        }
        Vocabulary vocabulary = backtest.model().vocabulary();
        long began = System.nanoTime();
        backtest.take(key, time, event.category());
        long nanos = System.nanoTime() - began;
        CategoryForecast forecast = backtest.forecast();
        boolean hit =
                forecast.index != Vocabulary.UNKNOWN && forecast.index == forecast.expected && vocabulary.size() > 0;
        accuracy.add(hit, event.likeliest().equals(event.category()), hits, forecast.surprisal());
        return nanos;
    }

    private List<String> lines(double micros) {
        List<String> lines = new ArrayList<>();
        String[] names = {"learning", "learned", "drifted, learning", "drifted, learned"};
        lines.add(String.format(
                Locale.ROOT, "%-20s %9s %9s %9s %9s", "next event right", "network", "possible", "n-gram", "nats"));
        for (int q = 0; q < quarters.length; q++) {
            lines.add(String.format(Locale.ROOT, "%-20s %s", names[q], quarters[q].row()));
        }
        FaultTally all = new FaultTally();
        for (FaultTally tally : tallies) {
            all.add(tally);
        }
        lines.addAll(all.table());
        for (int q = 1; q < quarters.length; q += 2) {
            String when = q == 1 ? "before" : "after";
            lines.add(result("accuracy." + when + ".network", quarters[q].network()));
            lines.add(result("accuracy." + when + ".possible", quarters[q].possible()));
            lines.add(result("accuracy." + when + ".ngram", quarters[q].gram()));
        }
        lines.addAll(all.results());
        lines.add(String.format(Locale.ROOT, "RESULT us_per_event %.1f us", micros));
        return lines;
    }

    private static String result(String name, double share) {
        return String.format(Locale.ROOT, "RESULT %s %.4f share", name, share);
    }
}
