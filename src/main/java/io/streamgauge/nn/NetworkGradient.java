package io.streamgauge.nn;

import java.util.Arrays;

/** The gradient of a network's weights, summed over the sequences that went through its backward pass. */
public final class NetworkGradient {
    final CellGradient[] layers;
    /** [O][H]. */
    final float[][] headRows;
    /** [O]. */
    final float[] headBias;

    private final ParameterLayout layout;

    public NetworkGradient(NetworkSpec spec) {
        layout = spec.layout();
        layers = new CellGradient[spec.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new CellGradient(spec, layer);
        }
        headRows = new float[spec.outputSize()][spec.hiddenSize()];
        headBias = new float[spec.outputSize()];
    }

    public void clear() {
        for (CellGradient layer : layers) {
            layer.clear();
        }
        for (float[] row : headRows) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(headBias, 0);
    }

    /** Writes the whole gradient, laid out as the parameters. */
    public void copyTo(float[] out) {
        if (out.length != layout.size()) {
            throw new IllegalArgumentException("out has " + out.length + " values, the layout has " + layout.size());
        }
        for (CellGradient layer : layers) {
            layer.copyTo(layout, out);
        }
        int weight = layout.tensor(ParameterLayout.HEAD_WEIGHT).offset();
        for (int row = 0; row < headRows.length; row++) {
            int columns = headRows[row].length;
            System.arraycopy(headRows[row], 0, out, weight + row * columns, columns);
        }
        System.arraycopy(
                headBias, 0, out, layout.tensor(ParameterLayout.HEAD_BIAS).offset(), headBias.length);
    }
}
