package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.learn.MeanSquaredError;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RecurrentNetwork;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KernelWarmUpTest {
    private static final NetworkSpec SPEC = new NetworkSpec(CellKind.GRU, 2, 3, 1, 1);
    private final RecurrentNetwork network = new RecurrentNetwork(SPEC, Initializer.initialize(SPEC, 1));

    @Test
    void shouldEndWhenStepsNoLongerGetFaster() {
        // Three readings of the clock per round, and a round takes always the same.
        var clock = new AtomicLong();
        assertThat(KernelWarmUp.step(network, () -> clock.getAndAdd(1_000))).isEqualTo(21_000);
    }

    @Test
    void shouldEndAfterThreeSeconds() {
        var clock = new AtomicLong();
        assertThat(KernelWarmUp.step(network, () -> clock.getAndAdd(1_000_000_000L)))
                .isEqualTo(1_000);
    }

    @Test
    void shouldTrainUntilItNoLongerGetsFaster() {
        var clock = new AtomicLong();
        assertThat(KernelWarmUp.train(SPEC, new MeanSquaredError(), 3, 4, () -> clock.getAndAdd(1_000)))
                .isEqualTo(21);
    }
}
