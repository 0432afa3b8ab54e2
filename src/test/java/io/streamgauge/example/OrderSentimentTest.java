package io.streamgauge.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderSentimentTest {
    /** Half of the example's sequences: both gated cells are above .99 on each of three seeds. */
    private static final int SEQUENCES = 4000;

    /** Four standard errors of a fair coin over the 2,000 sequences held out: 4 · √(.25/2000). */
    private static final double CHANCE = 0.045;

    @Test
    void shouldTellTheOrderByGatesWhereACountOfTokensCannot() {
        Outcome outcome = new OrderSentiment(SEQUENCES).run(new ProgramSettings(4, 3, 1), Console.SILENT);
        assertThat(outcome.figure("accuracy.gru")).isGreaterThanOrEqualTo(0.95);
        assertThat(outcome.figure("accuracy.lstm")).isGreaterThanOrEqualTo(0.95);
        assertThat(outcome.figure("accuracy.bag_of_tokens")).isCloseTo(0.5, within(CHANCE));
        assertThat(outcome.figure("accuracy.rnn")).as("shown, whatever it is").isBetween(0.4, 1.0);
        assertThat(outcome.charts()).hasSize(2);
    }

    @Test
    void shouldKeepTheMarkersFarFromEachOtherAndFromTheEnd() {
        List<TokenSequence> sequences = TokenSequence.draw(2000, new SplittableRandom(1));
        for (TokenSequence sequence : sequences) {
            int[] places = places(sequence);
            assertThat(places[1] - places[0]).isGreaterThanOrEqualTo(20);
            assertThat(TokenSequence.STEPS - 1 - places[1]).isGreaterThanOrEqualTo(20);
            assertThat(sequence.positive()).isEqualTo(sequence.tokens()[places[0]] == 0);
        }
        assertThat(sequences.stream().filter(TokenSequence::positive).count() / 2000.0)
                .isCloseTo(0.5, within(CHANCE));
    }

    /** The steps of the two markers, tokens 0 and 1, of which there is one each. */
    private static int[] places(TokenSequence sequence) {
        int[] tokens = sequence.tokens();
        int[] places =
                IntStream.range(0, tokens.length).filter(t -> tokens[t] < 2).toArray();
        assertThat(Arrays.stream(places).map(t -> tokens[t]).sorted().toArray()).containsExactly(0, 1);
        return places;
    }
}
