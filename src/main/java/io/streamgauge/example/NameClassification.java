package io.streamgauge.example;

import io.streamgauge.learn.Adam;
import io.streamgauge.learn.AdamSettings;
import io.streamgauge.learn.CosineRate;
import io.streamgauge.learn.NegativeLogLikelihood;
import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.InitializerScheme;
import io.streamgauge.nn.InitializerSettings;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Words of synthetic languages, told apart by the linear cell of PyTorch's character-level tutorial: 128 units, both
 * matrices on letter and state together, log-softmax over the languages, negative log-likelihood at the last letter.
 *
 * <p>Where the tutorial takes one word per step of plain gradient descent, this takes 32 per step of Adam.
 */
public final class NameClassification implements CourseProgram {
    private static final int LANGUAGES = 7;
    private static final int TRAINING_WORDS = 7000;
    private static final int HELD_OUT_WORDS = 2800;
    private static final int HIDDEN = 128;
    private static final double LEARNING_RATE = 2e-3;
    private static final int BATCH = 32;
    private static final double CLIP_NORM = 1;
    private static final NetworkSpec SPEC = new NetworkSpec(
            CellKind.RNN_COMBINED, Language.letters(), HIDDEN, 1, LANGUAGES, List.of(), Activation.LOG_SOFTMAX);

    NameClassification() {}

    @Override
    public String name() {
        return "name-classification";
    }

    @Override
    public String summary() {
        return "A character-level RNN with log-softmax that tells the words of seven synthetic languages apart";
    }

    @Override
    public int epochs() {
        return 6;
    }

    @Override
    public Outcome run(ProgramSettings settings, Console console) {
        var random = new SplittableRandom(settings.seed());
        List<Language> languages = new ArrayList<>();
        for (int i = 0; i < LANGUAGES; i++) {
            languages.add(new Language(i, random));
        }
        List<NamedWord> words = NamedWord.draw(TRAINING_WORDS, languages, random);
        List<NamedWord> heldOut = NamedWord.draw(HELD_OUT_WORDS, languages, random);
        for (int i = 0; i < LANGUAGES; i++) {
            console.format(
                    "%s: %s, %s",
                    languages.get(i).name(),
                    words.get(i).text(),
                    words.get(i + LANGUAGES).text());
        }
        double[] losses = new double[settings.epochs()];
        RecurrentNetwork network = train(words, settings, losses, console);
        int[][] confusion = confusion(network, heldOut);
        List<String> names = languages.stream().map(Language::name).toList();
        print(confusion, names, console);
        var baseline = new LetterFrequencies(words, LANGUAGES);
        long byLetters = heldOut.stream()
                .filter(word -> baseline.guess(word.text()) == word.language())
                .count();
        return new Outcome(
                List.of(
                        new Figure("accuracy.network", accuracy(confusion), "share"),
                        new Figure("accuracy.letter_frequencies", (double) byLetters / heldOut.size(), "share"),
                        new Figure("accuracy.chance", 1.0 / LANGUAGES, "share"),
                        new Figure("loss.last", losses[losses.length - 1], "nats")),
                List.of(confusionChart(confusion, names), lossChart(losses)));
    }

    private static RecurrentNetwork train(
            List<NamedWord> words, ProgramSettings settings, double[] losses, Console console) {
        List<Window> windows = words.stream().map(word -> word.window(SPEC)).toList();
        long updates = (long) settings.epochs() * ((windows.size() + BATCH - 1) / BATCH);
        var first = InitializerSettings.of(InitializerScheme.PYTORCH);
        try (var training = new EpochTraining(
                Initializer.initialize(SPEC, first, settings.seed()),
                SPEC,
                new NegativeLogLikelihood(LANGUAGES),
                new Adam(SPEC.layout().size(), AdamSettings.withLearningRate(LEARNING_RATE)),
                new EpochTraining.Recipe(new CosineRate(LEARNING_RATE, 0, updates), BATCH, CLIP_NORM),
                settings)) {
            for (int epoch = 0; epoch < losses.length; epoch++) {
                losses[epoch] = training.epoch(windows);
                console.progress("epoch " + (epoch + 1) + " of " + losses.length);
                console.format("epoch %d  loss %.4f", epoch + 1, losses[epoch]);
            }
            return new RecurrentNetwork(SPEC, training.parameters());
        }
    }

    /** How many words of the language of the row are taken for that of the column. */
    private static int[][] confusion(RecurrentNetwork network, List<NamedWord> words) {
        int[][] confusion = new int[LANGUAGES][LANGUAGES];
        HiddenState state = network.newState();
        Scratch scratch = network.newScratch();
        float[] out = new float[LANGUAGES];
        float[] letter = new float[Language.letters()];
        for (NamedWord word : words) {
            state.clear();
            float[] inputs = word.inputs();
            for (int at = 0; at < inputs.length; at += letter.length) {
                System.arraycopy(inputs, at, letter, 0, letter.length);
                network.step(letter, state, scratch, out);
            }
            confusion[word.language()][likeliest(out)]++;
        }
        return confusion;
    }

    private static int likeliest(float[] logarithms) {
        int best = 0;
        for (int i = 1; i < logarithms.length; i++) {
            best = logarithms[i] > logarithms[best] ? i : best;
        }
        return best;
    }

    private static double accuracy(int[][] confusion) {
        int right = 0;
        int all = 0;
        for (int row = 0; row < confusion.length; row++) {
            right += confusion[row][row];
            for (int count : confusion[row]) {
                all += count;
            }
        }
        return (double) right / all;
    }

    private static void print(int[][] confusion, List<String> names, Console console) {
        console.line("Held-out words by language (row) and by what the network takes them for (column):");
        var header = new StringBuilder("     ");
        names.forEach(name -> header.append(String.format(Locale.ROOT, "%6s", name)));
        console.line(header.toString());
        for (int row = 0; row < confusion.length; row++) {
            var line = new StringBuilder(String.format(Locale.ROOT, "%-5s", names.get(row)));
            for (int count : confusion[row]) {
                line.append(String.format(Locale.ROOT, "%6d", count));
            }
            console.line(line.toString());
        }
    }

    private static Chart confusionChart(int[][] confusion, List<String> names) {
        List<List<Double>> rows = new ArrayList<>();
        for (int[] row : confusion) {
            List<Double> values = new ArrayList<>();
            for (int count : row) {
                values.add((double) count);
            }
            rows.add(values);
        }
        return new Chart.Matrix(
                "Which language is taken for which",
                "Held-out words by their language and by the network's guess; each language is called by a letter and its first ending",
                "guessed language",
                "language",
                names,
                names,
                rows);
    }

    private static Chart lossChart(double[] losses) {
        return new Chart.Lines(
                "Training loss by epoch",
                "Combined cell of " + HIDDEN + " units, log-softmax, " + TRAINING_WORDS
                        + " words, Adam at 2e-3, falling",
                Chart.Axis.linear("epoch"),
                Chart.Axis.linear("negative log-likelihood, nats"),
                List.of(Chart.Series.of("training loss", false, 1, losses)));
    }
}
