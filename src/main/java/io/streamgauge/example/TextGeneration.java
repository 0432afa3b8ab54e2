package io.streamgauge.example;

import io.streamgauge.learn.Adam;
import io.streamgauge.learn.AdamSettings;
import io.streamgauge.learn.CosineRate;
import io.streamgauge.learn.CrossEntropy;
import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.InitializerScheme;
import io.streamgauge.nn.InitializerSettings;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A gated recurrent unit that learns to foretell the next character of a text (Sutskever et al. 2011) and writes texts
 * of its own. The text comes from a {@link Grammar} whose entropy is known, so that one sees how much is left to learn.
 */
public final class TextGeneration implements CourseProgram {
    private static final int TRAINING_SENTENCES = 4000;
    private static final int HELD_OUT_SENTENCES = 400;
    private static final int SENTENCES_PER_WINDOW = 2;
    private static final int EMBEDDED = 16;
    private static final int HIDDEN = 64;
    private static final double LEARNING_RATE = 5e-3;
    private static final int BATCH = 32;
    private static final double CLIP_NORM = 1;

    private static final double[] TEMPERATURES = {0.5, 1, 1.5};
    private static final int SAMPLE = 120;
    /** Characters written to count sentences that the grammar could have made. */
    private static final int LONG_SAMPLE = 8000;

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=\\. )");

    TextGeneration() {}

    @Override
    public String name() {
        return "text-generation";
    }

    @Override
    public String summary() {
        return "A GRU that foretells characters and writes sentences; bits per character beside the grammar's entropy";
    }

    @Override
    public int epochs() {
        return 16;
    }

    @Override
    public Outcome run(ProgramSettings settings, Console console) {
        var random = new SplittableRandom(settings.seed());
        var grammar = new Grammar();
        String text = grammar.text(TRAINING_SENTENCES, random);
        String heldOut = grammar.text(HELD_OUT_SENTENCES, random);
        var characters = new Characters(text);
        double[] bits = new double[settings.epochs()];
        CharacterModel model = train(text, heldOut, characters, settings, bits, console);
        double bigram = new Bigrams(text, characters).bitsPerCharacter(heldOut);
        for (double temperature : TEMPERATURES) {
            console.format("temperature %.1f: %s", temperature, model.write(SAMPLE, temperature, random.split()));
        }
        double grammatical = grammatical(model.write(LONG_SAMPLE, 1, random.split()), grammar);
        return new Outcome(
                List.of(
                        new Figure("bits.network", bits[bits.length - 1], "bits per character"),
                        new Figure("bits.bigrams", bigram, "bits per character"),
                        new Figure("bits.grammar", grammar.bitsPerCharacter(), "bits per character"),
                        new Figure("sentences.grammatical", grammatical, "share")),
                List.of(chart(bits, bigram, grammar.bitsPerCharacter())));
    }

    private static CharacterModel train(
            String text,
            String heldOut,
            Characters characters,
            ProgramSettings settings,
            double[] bits,
            Console console) {
        NetworkSpec spec = spec(characters);
        List<Window> windows = windows(text, characters, spec);
        long updates = (long) settings.epochs() * ((windows.size() + BATCH - 1) / BATCH);
        var first = InitializerSettings.of(InitializerScheme.PYTORCH);
        try (var training = new EpochTraining(
                Initializer.initialize(spec, first, settings.seed()),
                spec,
                new CrossEntropy(characters.count()),
                new Adam(spec.layout().size(), AdamSettings.withLearningRate(LEARNING_RATE)),
                new EpochTraining.Recipe(new CosineRate(LEARNING_RATE, 0, updates), BATCH, CLIP_NORM),
                settings)) {
            for (int epoch = 0; epoch < bits.length; epoch++) {
                console.progress("epoch " + (epoch + 1) + " of " + bits.length);
                training.epoch(windows);
                bits[epoch] = model(spec, training, characters).bitsPerCharacter(heldOut);
                console.format("epoch %d  %.4f bits per character held out", epoch + 1, bits[epoch]);
            }
            return model(spec, training, characters);
        }
    }

    private static CharacterModel model(NetworkSpec spec, EpochTraining training, Characters characters) {
        return new CharacterModel(new RecurrentNetwork(spec, training.parameters()), characters);
    }

    static NetworkSpec spec(Characters characters) {
        var table = new Embedding(characters.count(), EMBEDDED);
        return new NetworkSpec(CellKind.GRU, 0, HIDDEN, 1, characters.count(), List.of(table), Activation.IDENTITY);
    }

    /** Windows of some sentences each, with the space before the first, where a text begins for {@link CharacterModel}. */
    private static List<Window> windows(String text, Characters characters, NetworkSpec spec) {
        String[] sentences = SENTENCE_END.split(text);
        List<Window> windows = new ArrayList<>();
        for (int from = 0; from + SENTENCES_PER_WINDOW <= sentences.length; from += SENTENCES_PER_WINDOW) {
            var part = new StringBuilder(" ");
            for (int i = 0; i < SENTENCES_PER_WINDOW; i++) {
                part.append(sentences[from + i]);
            }
            windows.add(characters.window(part.toString(), spec.stateSize()));
        }
        return windows;
    }

    /** Share of the whole sentences of a text that the grammar could have made. */
    private static double grammatical(String text, Grammar grammar) {
        Pattern sentence = Pattern.compile(grammar.expression());
        List<String> sentences = new ArrayList<>(List.of(SENTENCE_END.split(text)));
        sentences.remove(sentences.size() - 1);
        long right = sentences.stream()
                .filter(each -> sentence.matcher(each).matches())
                .count();
        return sentences.isEmpty() ? 0 : (double) right / sentences.size();
    }

    private static Chart chart(double[] bits, double bigram, double entropy) {
        return new Chart.Lines(
                "How many bits a character costs, on held-out text",
                "GRU of " + HIDDEN + " units on " + TRAINING_SENTENCES
                        + " sentences; no model can do with fewer bits than the grammar's own entropy",
                Chart.Axis.linear("epoch"),
                Chart.Axis.linear("bits per character"),
                List.of(
                        Chart.Series.of("GRU", false, 1, bits),
                        Chart.Series.of("bigrams", true, 1, constant(bigram, bits.length)),
                        Chart.Series.of("entropy of the grammar", true, 1, constant(entropy, bits.length))));
    }

    private static double[] constant(double value, int length) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
