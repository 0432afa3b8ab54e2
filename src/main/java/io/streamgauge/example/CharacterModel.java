package io.streamgauge.example;

import io.streamgauge.learn.CrossEntropy;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import java.util.SplittableRandom;

/** A trained network as a model of text: how well it foretells one, and what it writes itself. */
final class CharacterModel {
    /** What every sentence ends with, so that a text can begin after it. */
    private static final char BEFORE_A_SENTENCE = ' ';

    private final RecurrentNetwork network;
    private final Characters characters;
    private final Scratch scratch;
    private final float[] input = new float[1];
    private final float[] logits;

    CharacterModel(RecurrentNetwork network, Characters characters) {
        this.network = network;
        this.characters = characters;
        scratch = network.newScratch();
        logits = new float[characters.count()];
    }

    /** Bits that each character after the first one costs, read in one go with all that came before it. */
    double bitsPerCharacter(String text) {
        var loss = new CrossEntropy(characters.count());
        HiddenState state = network.newState();
        double nats = 0;
        for (int t = 1; t < text.length(); t++) {
            read(text.charAt(t - 1), state);
            nats += loss.value(logits, 0, characters.index(text.charAt(t)));
        }
        return nats / StrictMath.log(2) / (text.length() - 1);
    }

    /**
     * A text of the network's own, character by character from {@code P_i ∝ e^(o_i/T)}.
     *
     * @param temperature T: 1 as it has learnt, below it surer, above it bolder
     */
    String write(int length, double temperature, SplittableRandom random) {
        HiddenState state = network.newState();
        var text = new StringBuilder();
        char last = BEFORE_A_SENTENCE;
        for (int i = 0; i < length; i++) {
            read(last, state);
            last = characters.character(Draw.index(weights(temperature), random));
            text.append(last);
        }
        return text.toString();
    }

    private void read(char character, HiddenState state) {
        input[0] = characters.index(character);
        network.step(input, state, scratch, logits);
    }

    private double[] weights(double temperature) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] weights = new double[logits.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = StrictMath.exp((logits[i] - largest) / temperature);
        }
        return weights;
    }
}
