package io.streamgauge.nn.kernel;

import io.streamgauge.learn.MeanSquaredError;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Window;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One number for all that a kernel computes: steps, outputs and gradients of every kind of cell at odd sizes, computed
 * again and again, so that interpreter and compilers all have their turn.
 */
public final class KernelDigest {
    private static final int[] HIDDEN_SIZES = {1, 7, 16, 33};

    private KernelDigest() {}

    /** Prints the kernel's name and digest; the number of passes is the first argument. */
    public static void main(String[] arguments) {
        Kernel kernel = Kernels.best();
        System.out.println(kernel.name() + " " + Long.toHexString(of(kernel, Integer.parseInt(arguments[0]))));
    }

    static long of(Kernel kernel, int passes) {
        long digest = pass(kernel);
        for (int i = 1; i < passes; i++) {
            if (pass(kernel) != digest) {
                throw new IllegalStateException("pass " + i + " of " + kernel.name() + " differs from the first");
            }
        }
        return digest;
    }

    private static long pass(Kernel kernel) {
        var crc = new CRC32C();
        for (CellKind kind : CellKind.values()) {
            for (int hidden : HIDDEN_SIZES) {
                digest(new NetworkSpec(kind, 3, hidden, RandomNetworks.upToTwoLayers(kind), 2), kernel, crc);
            }
        }
        return crc.getValue();
    }

    private static void digest(NetworkSpec spec, Kernel kernel, CRC32C crc) {
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        var network = new RecurrentNetwork(spec, parameters, kernel);
        var state = network.newState();
        var scratch = network.newScratch();
        float[] out = new float[2];
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Window window = RandomNetworks.window(spec, 1 + i % 3, 2 + i);
            windows.add(window);
            network.step(window.inputs(), 0, state.values(), 0, scratch, out);
            update(crc, out);
        }
        update(crc, state.values());
        float[] gradient = new float[parameters.size()];
        try (var bptt = new TruncatedBptt(spec, new MeanSquaredError(), 1, kernel)) {
            bptt.accumulate(parameters.toArray(), windows, gradient);
        }
        update(crc, gradient);
    }

    private static void update(CRC32C crc, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        crc.update(bytes);
    }
}
