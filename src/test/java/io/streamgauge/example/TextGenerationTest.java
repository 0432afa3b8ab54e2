package io.streamgauge.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextGenerationTest {
    /** Fewer epochs than the example's: past the bigrams, not yet at the grammar. */
    private static final ProgramSettings SETTINGS = new ProgramSettings(4, 3, 1);

    /** Four standard errors of 20,000 sentences of 48 characters, whose deviation is about 11, and some. */
    private static final double LENGTH_TOLERANCE = 0.5;

    @Test
    void shouldForetellBetterThanBigramsAndNotBetterThanPossible() {
        Outcome outcome = new TextGeneration().run(SETTINGS, Console.SILENT);
        assertThat(outcome.figure("bits.network"))
                .isLessThan(outcome.figure("bits.bigrams") / 2)
                .isGreaterThan(outcome.figure("bits.grammar") * 0.95);
        assertThat(outcome.figure("sentences.grammatical")).isBetween(0.0, 1.0);
    }

    @Test
    void shouldWriteTheSameTextFromTheSameSeedOnly() {
        List<String> text = written(4, 1);
        assertThat(written(4, 1)).isEqualTo(text);
        assertThat(written(5, 1)).isNotEqualTo(text);
    }

    /** A network that knows the words and is asked to be sure writes little else than them. */
    @Test
    void shouldWriteWhatIsLikely() {
        String sure = written(SETTINGS).stream()
                .filter(line -> line.startsWith("temperature 0.5: "))
                .findFirst()
                .orElseThrow();
        assertThat(sure.split("the ", -1)).hasSizeGreaterThan(4);
    }

    @Test
    void shouldWriteTheSameTextOnTwoThreads() {
        assertThat(written(4, 2)).isEqualTo(written(4, 1));
    }

    private static List<String> written(long seed, int threads) {
        return written(new ProgramSettings(seed, 1, threads));
    }

    private static List<String> written(ProgramSettings settings) {
        List<String> lines = new ArrayList<>();
        new TextGeneration().run(settings, new Console() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void progress(String text) {
                // Not part of the result.
            }
        });
        assertThat(lines).anyMatch(line -> line.startsWith("temperature 1.0: "));
        return lines;
    }

    @Test
    void shouldKnowTheLengthAndTheShapeOfItsSentences() {
        var grammar = new Grammar();
        int sentences = 20_000;
        String text = grammar.text(sentences, new SplittableRandom(1));
        assertThat(text.length() / (double) sentences)
                .isCloseTo(grammar.length(Grammar.SENTENCE), within(LENGTH_TOLERANCE));
        Pattern sentence = Pattern.compile(grammar.expression());
        assertThat(sentence.matcher("the old sailor near the mill sees the dogs. ")
                        .matches())
                .isTrue();
        assertThat(sentence.matcher("the old sailors near the mill sees the dogs. ")
                        .matches())
                .isFalse();
    }

    /** By hand, per sentence: number 1 + 1, 2 qualities, 2 nouns, a place, a verb. */
    @Test
    void shouldKnowItsEntropy() {
        double some = -0.4 * log2(0.4) - 0.6 * log2(0.6);
        double sentence = 2 + 2 * (some + 0.4 * 2) + 2 * log2(6) + (some + 0.4 * 2) + 2;
        var grammar = new Grammar();
        assertThat(grammar.bitsPerCharacter() * grammar.length(Grammar.SENTENCE))
                .isCloseTo(sentence, within(1e-12));
    }

    private static double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }
}
