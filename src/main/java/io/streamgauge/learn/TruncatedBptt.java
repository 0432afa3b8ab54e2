package io.streamgauge.learn;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.Dropout;
import io.streamgauge.nn.GradientTrace;
import io.streamgauge.nn.NetworkGradient;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.SequenceTape;
import io.streamgauge.nn.TrainableNetwork;
import io.streamgauge.nn.Window;
import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Backpropagation through time, truncated at the beginning of each window (Williams &amp; Peng 1990): a window starts
 * from its stored hidden state, and no gradient flows into what came before.
 *
 * <p>The loss of a batch is the weighted mean over all its targets, so that a window weighs by its targets. Windows may
 * differ in length. A batch is cut into shards, as many as its size says and no matter how many threads there are; the
 * shards' sums are added in their order, so the result is a function of the arguments alone, on one thread or on many.
 *
 * <p>Holds working memory and threads; for one caller at a time.
 */
public final class TruncatedBptt implements AutoCloseable {
    /** Enough rows for the tiles of a matrix product, few enough that what they compute stays in the nearest caches and that threads end together. */
    private static final int LEAST_WINDOWS_PER_SHARD = 8;
    /** What bounds the memory for gradients, one per shard. */
    private static final int MOST_SHARDS = 8;

    private final NetworkSpec spec;
    private final Loss loss;
    private final int targets;
    private final int burnIn;
    private final TrainableNetwork network;
    private final ShardThreads threads;
    private final SequenceTape[] tapes;
    private final NetworkGradient[] gradients = new NetworkGradient[MOST_SHARDS];
    private final double[] sums = new double[MOST_SHARDS];
    private final ShardThreads.Work pass = this::pass;

    // What the threads work on at the moment.
    private List<Window> batch = List.of();
    private int shards;
    private double scale;
    private Dropout dropout = Dropout.NONE;
    private @Nullable GradientTrace trace;

    /** On the caller's thread alone. */
    public TruncatedBptt(NetworkSpec spec, Loss loss) {
        this(spec, loss, 1);
    }

    /** On a number of threads, the caller's among them. */
    public TruncatedBptt(NetworkSpec spec, Loss loss, int threads) {
        this(spec, loss, threads, Kernels.best());
    }

    public TruncatedBptt(NetworkSpec spec, Loss loss, int threads, Kernel kernel) {
        this(spec, loss, 0, threads, kernel);
    }

    /**
     * On a number of threads, and after a burn-in.
     *
     * @param burnIn steps at the beginning of every window that have no part in {@link #accumulate}'s loss; the gradient
     *     of the steps after them flows back through them
     */
    public TruncatedBptt(NetworkSpec spec, Loss loss, int burnIn, int threads, Kernel kernel) {
        Requirements.atLeast("burnIn", burnIn, 0);
        targets = loss.targets(spec.outputSize());
        if (spec.activation() == Activation.LOG_SOFTMAX && spec.outputSize() != loss.outputsPerTarget()) {
            throw new IllegalArgumentException("network has " + spec.outputSize() + " outputs under one log-softmax, "
                    + loss + " expects " + loss.outputsPerTarget());
        }
        this.spec = spec;
        this.loss = loss;
        this.burnIn = burnIn;
        network = new TrainableNetwork(spec, kernel);
        this.threads = new ShardThreads(threads);
        tapes = new SequenceTape[threads];
        for (int i = 0; i < threads; i++) {
            tapes[i] = network.newTape();
        }
        gradients[0] = network.newGradient();
    }

    /**
     * The mean loss of a batch after the burn-in and its gradient with respect to the parameters; both 0 where every target has weight 0.
     *
     * @param parameters laid out as {@link NetworkSpec#layout()}; not modified
     * @param out the gradient, laid out as the parameters
     */
    public double accumulate(float[] parameters, List<Window> batch, float[] out) {
        return accumulate(parameters, batch, Dropout.NONE, null, out);
    }

    /**
     * As {@link #accumulate(float[], List, float[])}, with dropout, and with a trace of how the gradient fades or grows.
     *
     * @param windows the batch
     * @param zeros the dropout
     * @param norms the trace, filled if given; the batch is one shard then, whose sums are added in another order
     */
    public double accumulate(
            float[] parameters, List<Window> windows, Dropout zeros, @Nullable GradientTrace norms, float[] out) {
        network.load(parameters);
        double weight = weight(windows, burnIn);
        batch = windows;
        dropout = zeros;
        trace = norms;
        scale = weight > 0 ? 1 / weight : 0;
        shards = trace == null ? shards(windows.size()) : 1;
        for (int shard = 0; shard < shards; shard++) {
            if (gradients[shard] == null) {
                gradients[shard] = network.newGradient();
            }
        }
        threads.run(shards, pass);
        batch = List.of();
        double sum = sums[0];
        for (int shard = 1; shard < shards; shard++) {
            gradients[0].add(gradients[shard]);
            sum += sums[shard];
        }
        network.store(gradients[0], out);
        return sum * scale;
    }

    /** Forward and back through one shard. */
    private void pass(int thread, int shard) {
        SequenceTape tape = tapes[thread];
        int size = batch.size();
        tape.pack(batch, shard * size / shards, (shard + 1) * size / shards);
        network.forward(tape, dropout);
        sums[shard] = evaluate(tape);
        NetworkGradient gradient = gradients[shard];
        gradient.clear();
        network.backward(tape, dropout, gradient, trace);
    }

    /** The weighted sum of the losses of the packed windows; writes its gradient times {@code scale} to the tape. */
    private double evaluate(SequenceTape tape) {
        int outputsPerTarget = loss.outputsPerTarget();
        float[] outputs = tape.outputs();
        float[] gradient = tape.outputGradient();
        double sum = 0;
        for (int place = 0; place < tape.sequences(); place++) {
            Window window = batch.get(tape.sequence(place));
            requireTargets(window);
            int perStep = window.targetsPerStep();
            for (int i = burnIn * perStep; i < window.targets().length; i++) {
                float weight = window.mask()[i];
                if (weight != 0) {
                    int offset = tape.outputOffset(i / perStep, place) + i % perStep * outputsPerTarget;
                    float target = window.targets()[i];
                    Loss one = loss.of(i % perStep, perStep);
                    sum += weight * one.value(outputs, offset, target);
                    one.gradient(outputs, offset, target, scale * weight, gradient);
                }
            }
        }
        return sum;
    }

    /**
     * The mean loss of the targets from {@code firstStep} on, 0 where every one has weight 0; the steps before only warm
     * the hidden state up.
     */
    public double loss(Parameters parameters, List<Window> windows, int firstStep) {
        network.load(parameters.toArray());
        double sum = 0;
        SequenceTape tape = tapes[0];
        for (int from = 0; from < windows.size(); from += LEAST_WINDOWS_PER_SHARD) {
            tape.pack(windows, from, Math.min(from + LEAST_WINDOWS_PER_SHARD, windows.size()));
            network.forward(tape, Dropout.NONE);
            for (int place = 0; place < tape.sequences(); place++) {
                sum += sum(windows.get(tape.sequence(place)), tape, place, firstStep);
            }
        }
        double weight = weight(windows, firstStep);
        return weight > 0 ? sum / weight : 0;
    }

    private double sum(Window window, SequenceTape tape, int place, int firstStep) {
        requireTargets(window);
        int perStep = window.targetsPerStep();
        double sum = 0;
        for (int i = firstStep * perStep; i < window.targets().length; i++) {
            float weight = window.mask()[i];
            if (weight != 0) {
                int offset = tape.outputOffset(i / perStep, place) + i % perStep * loss.outputsPerTarget();
                Loss one = loss.of(i % perStep, perStep);
                sum += weight * one.value(tape.outputs(), offset, window.targets()[i]);
            }
        }
        return sum;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.close();
    }

    private static int shards(int windows) {
        int shards = (windows + LEAST_WINDOWS_PER_SHARD - 1) / LEAST_WINDOWS_PER_SHARD;
        return Math.max(1, Math.min(MOST_SHARDS, shards));
    }

    private void requireTargets(Window window) {
        if (window.targetsPerStep() != targets) {
            throw new IllegalArgumentException(
                    "window has " + window.targetsPerStep() + " targets per step, network expects " + targets);
        }
    }

    private static double weight(List<Window> windows, int firstStep) {
        double sum = 0;
        for (int i = 0; i < windows.size(); i++) {
            sum += Loss.weight(windows.get(i), firstStep);
        }
        return sum;
    }
}
