package io.streamgauge.learn;

import io.streamgauge.nn.NetworkGradient;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.NetworkTape;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Window;
import java.util.List;

/**
 * The weighted mean loss of a batch and its gradient, for any loss: by {@link TruncatedBptt} where that takes the loss
 * and the weights, and by the same forward and backward passes around the loss elsewhere.
 */
final class BatchGradient {
    private BatchGradient() {}

    static double accumulate(NetworkSpec spec, Loss loss, Parameters parameters, List<Window> windows, float[] out) {
        if (loss.outputsPerTarget() == 1 && windows.stream().allMatch(BatchGradient::isMasked)) {
            return new TruncatedBptt(spec, loss).accumulate(parameters, windows, out);
        }
        var network = new RecurrentNetwork(spec, parameters);
        var tape = new NetworkTape(spec);
        var gradient = new NetworkGradient(spec);
        double weight =
                windows.stream().mapToDouble(window -> Loss.weight(window, 0)).sum();
        double sum = 0;
        for (Window window : windows) {
            Window shaped = shaped(spec, window);
            network.forward(shaped, tape);
            sum += loss.sum(window, tape.outputs(), 0);
            loss.gradient(window, tape.outputs(), 1 / weight, tape.outputGradient());
            network.backward(shaped, tape, gradient);
        }
        gradient.copyTo(out);
        return sum / weight;
    }

    private static boolean isMasked(Window window) {
        for (float weight : window.mask()) {
            if (weight != 0 && weight != 1) {
                return false;
            }
        }
        return true;
    }

    /** The same inputs and state with as many targets as the network has outputs. */
    private static Window shaped(NetworkSpec spec, Window window) {
        int size = window.steps() * spec.outputSize();
        return new Window(
                window.steps(),
                window.features(),
                spec.outputSize(),
                window.inputs(),
                new float[size],
                new float[size],
                window.initialState());
    }
}
