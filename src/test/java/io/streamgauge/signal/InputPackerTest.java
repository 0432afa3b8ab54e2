package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputPackerTest {

    /** At the end of the range a step of the grid is .095 wide. */
    private static final float COARSEST = .05f;

    private static final InputSpec SPEC = new InputSpec(
            List.of("a", "b"),
            MissingPolicy.SKIP,
            new Covariates(List.of("x", "y"), List.of("p", "q"), 1_000),
            new Calendar(24, ZoneOffset.UTC, Set.of(1L)),
            new Gaps(true, 1));

    @Test
    void shouldMakeTheInputsAgain() {
        var packer = new InputPacker(SPEC);
        var random = new Random(1);
        byte[] packed = new byte[packer.bytes() + 2];
        for (int n = 0; n < 1_000; n++) {
            float[] inputs = inputs(random);
            packer.pack(inputs, packed, 1);
            float[] made = new float[inputs.length + 2];
            packer.unpack(packed, 1, made, 1);
            packer.changes(0, 2 * inputs[0], 2 * inputs[3], made, 1);
            packer.changes(1, 2 * inputs[7], 2 * inputs[10], made, 1);
            for (int i = 0; i < inputs.length; i++) {
                assertThat(made[1 + i]).as("input %d", i).isCloseTo(inputs[i], within(COARSEST));
            }
            assertThat(made[inputs.length - 1]).isEqualTo(inputs[inputs.length - 2]);
            assertThat(made[inputs.length]).isEqualTo(inputs[inputs.length - 1]);
            assertThat(packed[0]).isZero();
            assertThat(packed[packed.length - 1]).isZero();
        }
    }

    /** Those of two targets, the calendar, a holiday, a gap, two covariates and two categories. */
    private static float[] inputs(Random random) {
        float[] inputs = new float[SPEC.width()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) (12 * random.nextDouble() - 6);
        }
        double cycle = 2 * Math.PI * random.nextDouble();
        double week = 2 * Math.PI * random.nextDouble();
        int at = 2 * FeatureEncoder.TARGET_FEATURES;
        inputs[at] = (float) Math.sin(cycle);
        inputs[at + 1] = (float) Math.cos(cycle);
        inputs[at + 2] = (float) Math.sin(2 * cycle);
        inputs[at + 3] = (float) Math.cos(2 * cycle);
        inputs[at + 4] = (float) Math.sin(week);
        inputs[at + 5] = (float) Math.cos(week);
        inputs[inputs.length - 2] = random.nextInt(65_536);
        inputs[inputs.length - 1] = random.nextInt(65_536);
        return inputs;
    }
}
