package io.streamgauge.example;

import io.streamgauge.nn.Window;
import java.util.Arrays;

/** The characters of a text, numbered in their order. */
final class Characters {
    private final char[] characters;

    Characters(String text) {
        characters = new char[(int) text.chars().distinct().count()];
        int[] sorted = text.chars().distinct().sorted().toArray();
        for (int i = 0; i < sorted.length; i++) {
            characters[i] = (char) sorted[i];
        }
    }

    int count() {
        return characters.length;
    }

    char character(int index) {
        return characters[index];
    }

    int index(char character) {
        int index = Arrays.binarySearch(characters, character);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "'" + character + "' is none of the " + characters.length + " characters");
        }
        return index;
    }

    /** Every character of a text with the next one as its target. */
    Window window(String text, int stateSize) {
        int steps = text.length() - 1;
        float[] inputs = new float[steps];
        float[] targets = new float[steps];
        float[] mask = new float[steps];
        for (int t = 0; t < steps; t++) {
            inputs[t] = index(text.charAt(t));
            targets[t] = index(text.charAt(t + 1));
            mask[t] = 1;
        }
        return new Window(steps, 1, 1, inputs, targets, mask, new float[stateSize]);
    }
}
