package io.streamgauge.app;

import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import io.streamgauge.nn.kernel.Kernels;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps on a state of its own, until the compiler has done what it can: before that a step on vectors takes a hundred
 * times as long, and the first events would pay for it.
 */
final class KernelWarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(KernelWarmUp.class);
    private static final int STEPS_PER_ROUND = 1_000;
    /** The compiler works beside the steps: a few rounds without gain do not mean that it is done. */
    private static final int ROUNDS_WITHOUT_GAIN = 20;
    /** The share of the best time so far that a round must stay below to count as gain. */
    private static final double GAIN = 0.9;

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private KernelWarmUp() {}

    /**
     * Warms up, for three seconds at most.
     *
     * @param nanoTime a clock in nanoseconds
     * @return the number of steps taken
     */
    static int run(RecurrentNetwork network, LongSupplier nanoTime) {
        HiddenState state = network.newState();
        Scratch scratch = network.newScratch();
        float[] input = new float[network.spec().inputWidth()];
        float[] out = new float[network.spec().outputSize()];
        long begin = nanoTime.getAsLong();
        long best = Long.MAX_VALUE;
        int steps = 0;
        int withoutGain = 0;
        while (withoutGain < ROUNDS_WITHOUT_GAIN && nanoTime.getAsLong() - begin < LIMIT.toNanos()) {
            long roundBegin = nanoTime.getAsLong();
            for (int i = 0; i < STEPS_PER_ROUND; i++) {
                network.step(input, state, scratch, out);
            }
            long took = nanoTime.getAsLong() - roundBegin;
            withoutGain = took < GAIN * best ? 0 : withoutGain + 1;
            best = Math.min(best, took);
            steps += STEPS_PER_ROUND;
        }
        LOG.info(
                "Kernel {}: {} ns per step of the network after {} steps of warm-up in {} ms",
                Kernels.best().name(),
                best / STEPS_PER_ROUND,
                steps,
                (nanoTime.getAsLong() - begin) / 1_000_000);
        return steps;
    }
}
