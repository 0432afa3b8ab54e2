package io.streamgauge.app;

import io.streamgauge.learn.Loss;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import io.streamgauge.nn.Window;
import io.streamgauge.nn.kernel.Kernels;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps and training on values of their own, until the compiler has done what it can: before that vectors take a hundred
 * times as long, and the first events and the first blocks of windows would pay for it.
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
     * Steps the network, for three seconds at most.
     *
     * @param nanoTime a clock in nanoseconds
     * @return the number of steps taken
     */
    static int step(RecurrentNetwork network, LongSupplier nanoTime) {
        HiddenState state = network.newState();
        Scratch scratch = network.newScratch();
        float[] input = new float[network.spec().inputWidth()];
        float[] out = new float[network.spec().outputSize()];
        return run("step of the network", STEPS_PER_ROUND, nanoTime, () -> network.step(input, state, scratch, out));
    }

    /**
     * Trains on windows of zeros, for three seconds at most, and throws the gradient away.
     *
     * @param windows of a batch
     * @param steps of a window
     * @param nanoTime a clock in nanoseconds
     * @return the number of batches passed
     */
    static int train(NetworkSpec spec, Loss loss, int windows, int steps, LongSupplier nanoTime) {
        int targets = loss.targets(spec.outputSize());
        float[] mask = new float[steps * targets];
        Arrays.fill(mask, 1);
        var window = new Window(
                steps,
                spec.inputWidth(),
                targets,
                new float[steps * spec.inputWidth()],
                new float[steps * targets],
                mask,
                new float[spec.stateSize()]);
        List<Window> batch = Collections.nCopies(windows, window);
        float[] parameters = Initializer.initialize(spec, 0).toArray();
        float[] gradient = new float[parameters.length];
        try (var bptt = new TruncatedBptt(spec, loss)) {
            return run("batch of training", 1, nanoTime, () -> bptt.accumulate(parameters, batch, gradient));
        }
    }

    private static int run(String what, int perRound, LongSupplier nanoTime, Runnable work) {
        long begin = nanoTime.getAsLong();
        long best = Long.MAX_VALUE;
        int done = 0;
        int withoutGain = 0;
        while (withoutGain < ROUNDS_WITHOUT_GAIN && nanoTime.getAsLong() - begin < LIMIT.toNanos()) {
            long roundBegin = nanoTime.getAsLong();
            for (int i = 0; i < perRound; i++) {
                work.run();
            }
            long took = nanoTime.getAsLong() - roundBegin;
            withoutGain = took < GAIN * best ? 0 : withoutGain + 1;
            best = Math.min(best, took);
            done += perRound;
        }
        LOG.info(
                "Kernel {}: {} ns per {} after {} of warm-up in {} ms",
                Kernels.best().name(),
                best / perRound,
                what,
                done,
                (nanoTime.getAsLong() - begin) / 1_000_000);
        return done;
    }
}
