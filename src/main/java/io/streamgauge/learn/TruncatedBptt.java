package io.streamgauge.learn;

import io.streamgauge.nn.NetworkGradient;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.NetworkTape;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Window;
import java.util.List;

/**
 * Backpropagation through time, truncated at the beginning of each window (Williams &amp; Peng 1990): a window starts
 * from its stored hidden state, and no gradient flows into what came before.
 *
 * <p>The loss of a batch is the mean over all its unmasked targets, so that a window weighs by its targets. Windows may
 * differ in length. Sums run in the order of the windows, so the result is a function of the arguments alone.
 *
 * <p>Holds working memory; one per thread.
 */
public final class TruncatedBptt {
    private final NetworkSpec spec;
    private final Loss loss;
    private final NetworkTape tape;
    private final NetworkGradient networkGradient;

    public TruncatedBptt(NetworkSpec spec, Loss loss) {
        this.spec = spec;
        this.loss = loss;
        this.tape = new NetworkTape(spec);
        this.networkGradient = new NetworkGradient(spec);
    }

    /**
     * The mean loss of a batch and its gradient with respect to the parameters; both 0 where every target is masked.
     *
     * @param out the gradient, laid out as the parameters
     */
    public double accumulate(Parameters parameters, List<Window> batch, float[] out) {
        var network = new RecurrentNetwork(spec, parameters);
        networkGradient.clear();
        long targets = unmasked(batch, 0);
        double sum = 0;
        for (Window window : batch) {
            network.forward(window, tape);
            sum += loss.sum(window, tape.outputs(), 0);
            loss.gradient(window, tape.outputs(), 1.0 / Math.max(1, targets), tape.outputGradient());
            network.backward(window, tape, networkGradient);
        }
        networkGradient.copyTo(out);
        return sum / Math.max(1, targets);
    }

    /**
     * The mean loss of the targets from {@code firstStep} on, 0 where every one is masked; the steps before only warm
     * the hidden state up.
     */
    public double loss(Parameters parameters, List<Window> windows, int firstStep) {
        var network = new RecurrentNetwork(spec, parameters);
        double sum = 0;
        for (Window window : windows) {
            network.forward(window, tape);
            sum += loss.sum(window, tape.outputs(), firstStep);
        }
        return sum / Math.max(1, unmasked(windows, firstStep));
    }

    private static long unmasked(List<Window> windows, int firstStep) {
        long count = 0;
        for (Window window : windows) {
            count += Loss.unmasked(window, firstStep);
        }
        return count;
    }
}
