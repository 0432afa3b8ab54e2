package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {
    private static final NetworkSpec SPEC = new NetworkSpec(
            CellKind.GRU, 1, 3, 1, 1, List.of(new Embedding(4, 3), new Embedding(2, 2)), Activation.IDENTITY);

    @ParameterizedTest
    @ValueSource(floats = {-1, 4, 1.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e20f})
    void shouldNameACategoryThatIsNoRowOfTheTable(float category) {
        String message = "category is " + category + ", embedding expects a whole number from 0 to 3";
        assertThatThrownBy(() -> new Embedding(4, 3).row(category))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        var network = new RecurrentNetwork(SPEC, RandomNetworks.parameters(SPEC, 1));
        assertThatThrownBy(() -> network.step(
                        new float[] {0, category, 0}, network.newState(), network.newScratch(), new float[1]))
                .hasMessage(message);
        var trainable = new TrainableNetwork(SPEC);
        trainable.load(RandomNetworks.parameters(SPEC, 1).toArray());
        SequenceTape tape = trainable.newTape();
        tape.pack(
                List.of(new Window(1, 3, 1, new float[] {0, category, 0}, new float[1], new float[1], new float[3])),
                0,
                1);
        assertThatThrownBy(() -> trainable.forward(tape, Dropout.NONE)).hasMessage(message);
    }

    @Test
    void shouldGiveEveryRowOfTheTable() {
        for (int row = 0; row < 4; row++) {
            assertThat(new Embedding(4, 3).row(row)).isEqualTo(row);
        }
        int most = 1 << 24;
        assertThat(new Embedding(most, 1).row(most - 1)).isEqualTo(most - 1);
    }

    @Test
    void shouldRejectATableWithoutRowsOrColumnsOrWithMoreRowsThanAFloatCounts() {
        assertThatThrownBy(() -> new Embedding(0, 1)).hasMessage("embedding has 0 categories, must be 1 to 16777216");
        assertThatThrownBy(() -> new Embedding((1 << 24) + 1, 1))
                .hasMessage("embedding has 16777217 categories, must be 1 to 16777216");
        assertThatThrownBy(() -> new Embedding(1, 0)).hasMessage("embedding has dimension 0, must be at least 1");
        assertThat(new Embedding(1, 1).categories()).isEqualTo(1);
    }
}
