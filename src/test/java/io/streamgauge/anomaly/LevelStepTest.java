package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LevelStepTest {

    private static final int BLOCKS = 2 * LevelStep.SIDE;
    /** A change is kept to one part in 128, cut towards 0. */
    private static final double COARSE = .03;

    @Test
    void shouldFindAStepWhateverTheSlopeAndTheBend() {
        LevelStep level = of(i -> 100 + .5 * i - .03 * i * i + (i < LevelStep.SIDE ? 0 : 2));
        assertThat(level.step()).isCloseTo(2, within(2 * COARSE));
    }

    @Test
    void shouldFindNoneInAParabola() {
        assertThat(of(i -> 7 - .4 * i + .05 * i * i).step()).isCloseTo(0, within(COARSE));
    }

    @Test
    void shouldKnowHowFarNoiseMovesIt() {
        Random random = new Random(3);
        int rounds = 4_000;
        double squares = 0;
        for (int n = 0; n < rounds; n++) {
            double step = of(i -> random.nextGaussian()).step();
            squares += step * step;
        }
        assertThat(Math.sqrt(squares / rounds)).isCloseTo(LevelStep.DEVIATION, within(.03));
    }

    @Test
    void shouldKnowNothingBeforeItHasItsBlocksInARow() {
        LevelStep level = of(i -> i);
        assertThat(level.isKnown()).isTrue();
        level.forget();
        // The block under way holds values from before and after the break, and neither change from or to it is one.
        for (int i = 0; i < BLOCKS; i++) {
            assertThat(level.isKnown()).isFalse();
            level.take(1);
        }
        assertThat(level.isKnown()).isFalse();
        level.take(1);
        assertThat(level.isKnown()).isTrue();
    }

    /** What comes first has no change of its own. */
    private static LevelStep of(IntToDoubleFunction means) {
        LevelStep level = new LevelStep();
        double last = 0;
        for (int i = 0; i < BLOCKS; i++) {
            double mean = means.applyAsDouble(i);
            level.take(mean - last);
            last = mean;
        }
        return level;
    }
}
