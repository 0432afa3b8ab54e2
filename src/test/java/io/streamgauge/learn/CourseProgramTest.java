package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CourseProgramTest {
    /**
     * Share of the loss: PyTorch's own losses in float32 and float64 part by 1.1e-7 in these epochs, since Adam divides by
     * the root of gradients near 0.
     */
    private static final double TOLERANCE = 2e-7;

    @Test
    void shouldLoseAsPyTorchDoesEpochByEpoch() {
        double[] expected = new TorchVectors("course.txt").get("float64");
        double[] losses = CourseProgram.losses(expected.length);
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertThat(losses[epoch])
                    .as("epoch %d", epoch)
                    .isCloseTo(expected[epoch], within(TOLERANCE * expected[epoch]));
        }
        assertThat(losses).hasSize(20);
        assertThat(losses[19]).isLessThan(losses[0]);
    }
}
