package io.streamgauge.example;

import io.streamgauge.learn.BinaryCrossEntropy;
import io.streamgauge.learn.CosineRate;
import io.streamgauge.learn.RmsProp;
import io.streamgauge.learn.RmsPropSettings;
import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.InitializerScheme;
import io.streamgauge.nn.InitializerSettings;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import io.streamgauge.nn.Window;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * One recurrent network of {@link OrderSentiment}: an embedding of 10,000 × 32, a layer of 32 units, and one output at
 * the last step.
 *
 * <p>It learns on the logit and is served with a sigmoid on the same weights. The embeddings start small (Glorot &amp;
 * Bengio 2010), so that a token that means nothing disturbs little, and gates start open for some steps
 * (Jozefowicz et al. 2015).
 */
final class OrderClassifier {
    private static final int EMBEDDED = 32;
    private static final int HIDDEN = 32;
    /** σ(2) = .88 of a memory is kept from step to step at the start. */
    private static final double REMEMBERING_BIAS = 2;

    private static final double LEARNING_RATE = 1e-3;
    private static final int BATCH = 32;
    private static final double CLIP_NORM = 1;

    /** What became of a training, epoch by epoch. */
    record Course(double[] losses, double[] accuracies) {
        double lastAccuracy() {
            return accuracies[accuracies.length - 1];
        }
    }

    private final NetworkSpec learning;
    private final NetworkSpec serving;
    private final ProgramSettings settings;

    OrderClassifier(CellKind cell, ProgramSettings settings) {
        this.settings = settings;
        learning = spec(cell, Activation.IDENTITY);
        serving = spec(cell, Activation.SIGMOID);
    }

    private static NetworkSpec spec(CellKind cell, Activation activation) {
        var table = new Embedding(TokenSequence.VOCABULARY, EMBEDDED);
        return new NetworkSpec(cell, 0, HIDDEN, 1, 1, List.of(table), activation);
    }

    /**
     * Trains on some sequences and measures on others after every epoch.
     *
     * @param afterEpoch is told the number of epochs done
     */
    Course train(List<TokenSequence> sequences, List<TokenSequence> heldOut, IntConsumer afterEpoch) {
        List<Window> windows =
                sequences.stream().map(each -> each.window(learning)).toList();
        var first = new InitializerSettings(InitializerScheme.XAVIER_UNIFORM, 1, REMEMBERING_BIAS);
        var optimizer = new RmsProp(learning.layout().size(), RmsPropSettings.PYTORCH);
        long updates = (long) settings.epochs() * ((windows.size() + BATCH - 1) / BATCH);
        var recipe = new EpochTraining.Recipe(new CosineRate(LEARNING_RATE, 0, updates), BATCH, CLIP_NORM);
        var course = new Course(new double[settings.epochs()], new double[settings.epochs()]);
        try (var training = new EpochTraining(
                Initializer.initialize(learning, first, settings.seed()),
                learning,
                new BinaryCrossEntropy(),
                optimizer,
                recipe,
                settings)) {
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                course.losses[epoch] = training.epoch(windows);
                course.accuracies[epoch] = accuracy(new RecurrentNetwork(serving, training.parameters()), heldOut);
                afterEpoch.accept(epoch + 1);
            }
        }
        return course;
    }

    private static double accuracy(RecurrentNetwork network, List<TokenSequence> sequences) {
        HiddenState state = network.newState();
        Scratch scratch = network.newScratch();
        float[] input = new float[1];
        float[] probability = new float[1];
        int right = 0;
        for (TokenSequence sequence : sequences) {
            state.clear();
            for (int token : sequence.tokens()) {
                input[0] = token;
                network.step(input, state, scratch, probability);
            }
            right += probability[0] > 0.5 == sequence.positive() ? 1 : 0;
        }
        return (double) right / sequences.size();
    }
}
