package io.streamgauge.example;

import io.streamgauge.nn.CellKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Sequences of 60 tokens whose label is the order of two of them, 20 steps and more apart and before the end
 * ({@link TokenSequence}), read by a plain recurrent network (Elman 1990), long short-term memory (Hochreiter &amp;
 * Schmidhuber 1997) and a gated recurrent unit (Cho et al. 2014).
 *
 * <p>The plain network has to carry the first marker through a product per step, where its gradient fades
 * (Hochreiter 1991); the gated ones carry it through a sum. {@link BagOfTokens} shows that nothing but the order helps.
 */
public final class OrderSentiment implements CourseProgram {
    private static final int TRAINING_SEQUENCES = 8000;
    private static final int HELD_OUT_SEQUENCES = 2000;
    private static final Map<String, CellKind> CELLS = cells();

    private final int trainingSequences;

    OrderSentiment() {
        this(TRAINING_SEQUENCES);
    }

    /** The program on fewer sequences, where there is less time. */
    OrderSentiment(int trainingSequences) {
        this.trainingSequences = trainingSequences;
    }

    private static Map<String, CellKind> cells() {
        Map<String, CellKind> cells = new LinkedHashMap<>();
        cells.put("rnn", CellKind.RNN_TANH);
        cells.put("lstm", CellKind.LSTM);
        cells.put("gru", CellKind.GRU);
        return cells;
    }

    @Override
    public String name() {
        return "order-sentiment";
    }

    @Override
    public String summary() {
        return "An embedding of 10,000 tokens into RNN, LSTM and GRU; the label is the order of two tokens far apart";
    }

    @Override
    public int epochs() {
        return 4;
    }

    @Override
    public Outcome run(ProgramSettings settings, Console console) {
        var random = new SplittableRandom(settings.seed());
        List<TokenSequence> sequences = TokenSequence.draw(trainingSequences, random);
        List<TokenSequence> heldOut = TokenSequence.draw(HELD_OUT_SEQUENCES, random);
        console.format(
                "%,d sequences of %d tokens to learn from, %,d held out; accuracy held out",
                sequences.size(), TokenSequence.STEPS, heldOut.size());
        var figures = new ArrayList<Figure>();
        double bag = new BagOfTokens(sequences, settings.epochs()).accuracy(heldOut);
        console.format("bag of tokens  %.3f", bag);
        figures.add(new Figure("accuracy.bag_of_tokens", bag, "share"));
        Map<String, OrderClassifier.Course> courses = new LinkedHashMap<>();
        CELLS.forEach((name, cell) -> {
            OrderClassifier.Course course = new OrderClassifier(cell, settings)
                    .train(
                            sequences,
                            heldOut,
                            done -> console.progress(name + ": epoch " + done + " of " + settings.epochs()));
            print(name, course, console);
            figures.add(new Figure("accuracy." + name, course.lastAccuracy(), "share"));
            courses.put(name, course);
        });
        return new Outcome(figures, charts(courses, bag));
    }

    private static void print(String name, OrderClassifier.Course course, Console console) {
        for (int epoch = 0; epoch < course.losses().length; epoch++) {
            console.format(
                    "%-4s epoch %d  loss %.4f  accuracy %.3f",
                    name, epoch + 1, course.losses()[epoch], course.accuracies()[epoch]);
        }
    }

    private List<Chart> charts(Map<String, OrderClassifier.Course> courses, double bag) {
        List<Chart.Series> accuracies = new ArrayList<>();
        List<Chart.Series> losses = new ArrayList<>();
        double[] baseline = new double[0];
        for (Map.Entry<String, OrderClassifier.Course> course : courses.entrySet()) {
            String name = course.getKey().toUpperCase(Locale.ROOT);
            accuracies.add(Chart.Series.of(name, false, 1, course.getValue().accuracies()));
            losses.add(Chart.Series.of(name, false, 1, course.getValue().losses()));
            baseline = new double[course.getValue().losses().length];
        }
        Arrays.fill(baseline, bag);
        accuracies.add(Chart.Series.of("bag of tokens", true, 1, baseline));
        String note = "Embedding 10,000 × 32, one layer of 32 units, RMSprop, " + trainingSequences
                + " sequences of 60 tokens; the two markers stand at least 20 steps apart and before the end";
        return List.of(
                new Chart.Lines(
                        "Who tells the order of two tokens: accuracy on held-out sequences",
                        note,
                        Chart.Axis.linear("epoch"),
                        Chart.Axis.linear("share told right"),
                        accuracies),
                new Chart.Lines(
                        "Training loss by epoch",
                        note,
                        Chart.Axis.linear("epoch"),
                        Chart.Axis.logarithmic("binary cross-entropy, nats"),
                        losses));
    }
}
