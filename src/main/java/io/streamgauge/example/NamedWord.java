package io.streamgauge.example;

import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A word and the number of its language. */
record NamedWord(String text, int language) {

    /** Words of all languages in turn. */
    static List<NamedWord> draw(int count, List<Language> languages, SplittableRandom random) {
        List<NamedWord> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int language = i % languages.size();
            words.add(new NamedWord(languages.get(language).word(random), language));
        }
        return words;
    }

    /** The letters as one-hot rows [letters × alphabet]. */
    float[] inputs() {
        float[] inputs = new float[text.length() * Language.letters()];
        for (int t = 0; t < text.length(); t++) {
            inputs[t * Language.letters() + Language.index(text.charAt(t))] = 1;
        }
        return inputs;
    }

    /** The window with one target, at the last letter. */
    Window window(NetworkSpec spec) {
        int steps = text.length();
        float[] targets = new float[steps];
        float[] mask = new float[steps];
        targets[steps - 1] = language;
        mask[steps - 1] = 1;
        return new Window(steps, Language.letters(), 1, inputs(), targets, mask, new float[spec.stateSize()]);
    }
}
