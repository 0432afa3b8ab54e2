package io.streamgauge.peers.dl4j;

import io.streamgauge.app.bench.Peer;
import io.streamgauge.app.bench.StepCase;
import io.streamgauge.app.bench.StepContestant;
import io.streamgauge.app.bench.TrainBatch;
import io.streamgauge.app.bench.TrainCase;
import io.streamgauge.app.bench.TrainContestant;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.Parameters;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j, which has long short-term memory but no gated recurrent unit. */
public final class Dl4jPeer implements Peer {

    @Override
    public Optional<StepContestant> step(StepCase stepCase, Parameters parameters) {
        return stepCase.cell() == CellKind.LSTM
                ? Optional.of(new Step(Dl4jNetwork.of(stepCase.spec(), parameters)))
                : Optional.empty();
    }

    @Override
    public Optional<TrainContestant> training(TrainCase trainCase, Parameters parameters, TrainBatch batch) {
        return trainCase.cell() == CellKind.LSTM
                ? Optional.of(new Training(Dl4jNetwork.of(trainCase.spec(), parameters), batch))
                : Optional.empty();
    }

    /** One step by {@code rnnTimeStep}, which keeps the state inside the network. */
    private record Step(MultiLayerNetwork network) implements StepContestant {
        @Override
        public boolean hasHead() {
            return true;
        }

        @Override
        public void step(float[] input, HiddenState state, float[] out) {
            INDArray x = Nd4j.createFromArray(input).reshape(1, input.length, 1);
            INDArray y = network.rnnTimeStep(x);
            for (int i = 0; i < out.length; i++) {
                out[i] = y.getFloat(0, i, 0);
            }
        }

        @Override
        public String remark() {
            return "a step keeps its state inside the network and so serves one series only";
        }
    }

    /** Training by {@code fit}; shapes are [batch × values × steps]. */
    private static final class Training implements TrainContestant {
        private final MultiLayerNetwork network;
        private final DataSet data;

        Training(MultiLayerNetwork network, TrainBatch batch) {
            this.network = network;
            INDArray inputs = Nd4j.createFromArray(batch.inputs())
                    .reshape(TrainCase.BATCH, TrainCase.STEPS, TrainCase.INPUT_SIZE)
                    .permute(0, 2, 1)
                    .dup('f');
            INDArray targets = Nd4j.createFromArray(batch.targets()).reshape(TrainCase.BATCH, 1, TrainCase.STEPS);
            this.data = new DataSet(inputs, targets);
        }

        @Override
        public double step() {
            network.fit(data);
            // The score is summed over the steps of a sequence and averaged over the batch.
            return network.score() / TrainCase.STEPS;
        }

        @Override
        public String remark() {
            return "training clips the norm of each layer, it has no global one";
        }
    }
}
