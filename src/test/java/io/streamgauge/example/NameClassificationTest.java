package io.streamgauge.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NameClassificationTest {
    @Test
    void shouldTellLanguagesApartFarBetterThanTheirLettersDo() {
        var program = new NameClassification();
        Outcome outcome = program.run(new ProgramSettings(4, program.epochs(), 1), Console.SILENT);
        // The example reaches .91; letters alone .45, and a guess .14, the classes being of one size.
        assertThat(outcome.figure("accuracy.network")).isGreaterThan(0.85);
        assertThat(outcome.figure("accuracy.letter_frequencies")).isBetween(0.3, 0.6);
        assertThat(outcome.figure("accuracy.chance")).isEqualTo(1.0 / 7);
        assertThat(outcome.charts().get(0)).isInstanceOfSatisfying(Chart.Matrix.class, matrix -> {
            assertThat(matrix.rows()).hasSize(7).doesNotHaveDuplicates();
            for (List<Double> row : matrix.values()) {
                assertThat(row.stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(400);
            }
        });
    }

    @Test
    void shouldMakeTheSameLanguageFromTheSameSeed() {
        assertThat(words(1)).isEqualTo(words(1)).isNotEqualTo(words(2));
    }

    @Test
    void shouldMakeWordsOfThreeToSevenLettersAndAnEnding() {
        Set<Integer> lengths = words(3).stream().map(String::length).collect(Collectors.toSet());
        assertThat(lengths).containsExactlyInAnyOrder(5, 6, 7, 8, 9);
    }

    private static List<String> words(long seed) {
        var random = new SplittableRandom(seed);
        var language = new Language(0, random);
        return Stream.generate(() -> language.word(random)).limit(200).toList();
    }
}
