package io.streamgauge.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.streamgauge.app.bench.StepContestant;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;

/** One step by libtorch's own recurrent function; all weights lie there, the state crosses at every step. */
final class DjlStep implements StepContestant {
    private final NetworkSpec spec;
    private final NDManager manager;
    private final NDList weights;
    private final Shape inputShape;
    private final Shape stateShape;
    /** The parts of the state [layers × hidden], as libtorch groups them. */
    private final float[][] parts;

    DjlStep(NetworkSpec spec, Parameters parameters) {
        this.spec = spec;
        this.manager = Torch.engine().newBaseManager();
        this.weights = Torch.recurrentWeights(spec, Torch.singles(manager, parameters));
        this.inputShape = new Shape(1, 1, spec.inputSize());
        this.stateShape = new Shape(spec.layers(), 1, spec.hiddenSize());
        this.parts = new float[spec.cell().stateParts()][spec.layers() * spec.hiddenSize()];
    }

    @Override
    public void step(float[] input, HiddenState state, float[] out) {
        try (NDManager memory = manager.newSubManager()) {
            NDList before = new NDList();
            for (int part = 0; part < parts.length; part++) {
                for (int layer = 0; layer < spec.layers(); layer++) {
                    System.arraycopy(
                            state.values(), at(part, layer), parts[part], layer * spec.hiddenSize(), spec.hiddenSize());
                }
                before.add(memory.create(parts[part], stateShape));
            }
            NDArray x = memory.create(input, inputShape);
            NDList after = Torch.recurrent(spec, x, before, weights);
            after.attach(memory);
            for (int part = 0; part < parts.length; part++) {
                float[] values = after.get(1 + part).toFloatArray();
                for (int layer = 0; layer < spec.layers(); layer++) {
                    System.arraycopy(
                            values, layer * spec.hiddenSize(), state.values(), at(part, layer), spec.hiddenSize());
                }
            }
        }
    }

    private int at(int part, int layer) {
        return (layer * parts.length + part) * spec.hiddenSize();
    }

    @Override
    public void close() {
        manager.close();
    }
}
