package io.streamgauge.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SequenceRegressionTest {
    /**
     * Share of the loss: PyTorch's own losses in float32 and float64 part by 1.1e-7 in these epochs, since Adam divides by
     * the root of gradients near 0.
     */
    private static final double TOLERANCE = 2e-7;

    private static final SequenceRegression PROGRAM = new SequenceRegression();
    private static final ProgramSettings SETTINGS =
            new ProgramSettings(ProgramSettings.DEFAULT_SEED, PROGRAM.epochs(), 1);

    @Test
    void shouldLoseAsPyTorchDoesEpochByEpoch() {
        double[] expected = TorchLosses.of("float64");
        double[] losses = SequenceRegression.losses(SETTINGS);
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertThat(losses[epoch])
                    .as("epoch %d", epoch)
                    .isCloseTo(expected[epoch], within(TOLERANCE * expected[epoch]));
        }
        assertThat(losses).hasSize(20);
        assertThat(losses[19]).isLessThan(losses[0]);
    }

    @Test
    void shouldSayHowFarItIsFromPyTorch() {
        Outcome outcome = PROGRAM.run(SETTINGS, Console.SILENT);
        assertThat(outcome.figure("difference.float64")).isPositive().isLessThan(TOLERANCE);
    }

    @Test
    void shouldCompareWithPyTorchFromItsOwnWeightsOnly() {
        Outcome outcome = PROGRAM.run(new ProgramSettings(5, 2, 1), Console.SILENT);
        assertThat(outcome.figures()).extracting(Figure::name).containsExactly("loss.first", "loss.last");
    }

    @Test
    void shouldNotDependOnTheThreads() {
        assertThat(SequenceRegression.losses(new ProgramSettings(ProgramSettings.DEFAULT_SEED, 5, 2)))
                .startsWith(SequenceRegression.losses(new ProgramSettings(ProgramSettings.DEFAULT_SEED, 5, 1)));
    }
}
