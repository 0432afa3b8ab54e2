package io.streamgauge.app.bench;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.learn.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * {@code bench categories}: how well the next event of a generated process is forecast, and what is found of its faults.
 *
 * <p>The core that serves, strictly prequential with the trainer in lock-step, beside the best that is possible and n-grams
 * of up to five events on the same events. The process ({@link NoisyAutomaton}) drifts half-way. Faults come in the second
 * quarter, before the drift, and in the fourth, after it, when what is to be learned is learned; figures are of these two
 * unless they say otherwise. What is raised while the network learns and learns anew is no fault and counts neither for nor
 * against it: it has figures of its own. Each figure is the median over the seeds.
 */
public final class CategoryBench {

    /**
     * How much is generated.
     *
     * @param keys instances of the process
     * @param events of all keys together
     * @param seed of the first run's processes
     * @param seeds runs, each with the next seed
     */
    public record Size(int keys, int events, long seed, int seeds) {}

    /**
     * A figure.
     *
     * @param format of the value and its unit
     */
    record Figure(double value, String format) {

        String text() {
            return String.format(Locale.ROOT, format, value);
        }
    }

    private final Size size;
    private final CategoryMonitor monitor;
    private final TrainingSettings training;
    private final int round;

    /**
     * @param training how the trainer learns
     * @param round events from one generation to the next
     */
    public CategoryBench(Size size, CategoryMonitor monitor, TrainingSettings training, int round) {
        this.size = size;
        this.monitor = monitor;
        this.training = training;
        this.round = round;
    }

    /** The tables and {@code RESULT} lines. */
    public List<String> run(Consumer<String> progress) {
        List<String> lines = new ArrayList<>();
        List<Map<String, Figure>> runs = new ArrayList<>();
        for (int i = 0; i < size.seeds(); i++) {
            long seed = size.seed() + i;
            CategoryRun run = new CategoryRun(size, monitor, training, seed, round);
            run.run(line -> progress.accept("seed " + seed + ": " + line));
            lines.add("seed " + seed);
            lines.addAll(run.table());
            runs.add(run.figures());
        }
        for (String name : runs.get(0).keySet()) {
            lines.add("RESULT " + name + " "
                    + median(runs.stream()
                                    .map(figures -> Objects.requireNonNull(figures.get(name)))
                                    .toList())
                            .text());
        }
        return lines;
    }

    private static Figure median(List<Figure> figures) {
        double[] values = figures.stream().mapToDouble(Figure::value).toArray();
        return new Figure(InterleavedRounds.median(values), figures.get(0).format());
    }
}
