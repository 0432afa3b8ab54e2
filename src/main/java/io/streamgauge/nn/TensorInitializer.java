package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;

/** The first values of one tensor after the other, as an {@link InitializerScheme} draws them. */
final class TensorInitializer {
    private final NetworkSpec spec;
    private final InitializerSettings settings;
    private final Draws draws;

    TensorInitializer(NetworkSpec spec, InitializerSettings settings, Draws draws) {
        this.spec = spec;
        this.settings = settings;
        this.draws = draws;
    }

    void fill(Tensor tensor) {
        switch (settings.scheme()) {
            case UNIFORM -> draws.uniform(tensor.offset(), tensor.size(), settings.gain());
            case XAVIER_UNIFORM, XAVIER_NORMAL, ORTHOGONAL -> fillBlocks(tensor);
            case PYTORCH -> fillAsPyTorch(tensor);
        }
    }

    /** Every block of a matrix; a bias stays 0. */
    private void fillBlocks(Tensor tensor) {
        if (!TensorNames.isMatrix(tensor)) {
            return;
        }
        int blocks = TensorNames.isRecurrent(tensor) ? spec.cell().gates() : 1;
        int rows = tensor.shape().get(0) / blocks;
        int columns = tensor.shape().get(1);
        for (int block = 0; block < blocks; block++) {
            fillBlock(tensor.offset() + block * rows * columns, rows, columns);
        }
    }

    private void fillBlock(int from, int rows, int columns) {
        double fans = (double) rows + columns;
        switch (settings.scheme()) {
            case XAVIER_UNIFORM -> draws.uniform(from, rows * columns, settings.gain() * Math.sqrt(6 / fans));
            case XAVIER_NORMAL -> draws.normal(from, rows * columns, settings.gain() * Math.sqrt(2 / fans));
            case ORTHOGONAL -> draws.copy(from, OrthogonalBlock.draw(rows, columns, settings.gain(), draws));
            case UNIFORM, PYTORCH -> throw new IllegalArgumentException(settings.scheme() + " has no blocks");
        }
    }

    private void fillAsPyTorch(Tensor tensor) {
        if (TensorNames.isEmbedding(tensor)) {
            draws.normal(tensor.offset(), tensor.size(), settings.gain());
        } else {
            int fan = TensorNames.isRecurrent(tensor) ? spec.hiddenSize() : columnsBeside(tensor);
            draws.uniform(tensor.offset(), tensor.size(), settings.gain() / Math.sqrt(fan));
        }
    }

    private int columnsBeside(Tensor tensor) {
        return spec.layout().tensor(TensorNames.weightBeside(tensor)).shape().get(1);
    }
}
