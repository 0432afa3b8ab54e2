package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LockstepRoundTest {

    @Test
    void shouldHandOutTheWindowsByTimeAndKeyWhateverTheOrderInWhichTheyCame() {
        TrainingSample any = Samples.learnable(1, 1).get(0);
        List<TrainingSample> inOrder = List.of(
                Samples.at(any, "b", 0, 10),
                Samples.at(any, "a", 5, 10),
                Samples.at(any, "b", 5, 10),
                Samples.at(any, "a", 0, 11));
        for (int seed = 0; seed < 5; seed++) {
            List<TrainingSample> came = new ArrayList<>(inOrder);
            Collections.shuffle(came, new Random(seed));
            LockstepRound round = new LockstepRound();
            came.forEach(round::add);
            assertThat(round.end()).isEqualTo(inOrder);
            assertThat(round.end()).as("forgotten once handed out").isEmpty();
        }
    }
}
