package io.streamgauge.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RecurrentBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.streamgauge.app.bench.TrainBatch;
import io.streamgauge.app.bench.TrainCase;
import io.streamgauge.app.bench.TrainContestant;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Training with DJL's own blocks, trainer and Adam; the global norm is clipped by hand, which DJL has no form of. */
final class DjlTraining implements TrainContestant {
    private final Model model = Model.newInstance("bench", Torch.engine().getEngineName());
    private final Trainer trainer;
    private final List<Parameter> learned = new ArrayList<>();
    private final NDArray inputs;
    private final NDArray targets;

    DjlTraining(TrainCase trainCase, Parameters parameters, TrainBatch batch) {
        model.setBlock(new SequentialBlock()
                .add(recurrent(trainCase.cell()))
                .add(Linear.builder().setUnits(1).build()));
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed((float) TrainCase.LEARNING_RATE))
                        .build())
                .optDevices(new Device[] {Device.cpu()}));
        Shape shape = new Shape(TrainCase.STEPS, TrainCase.BATCH, TrainCase.INPUT_SIZE);
        trainer.initialize(shape);
        NDManager manager = trainer.getManager();
        inputs = manager.create(TrainBatch.stepsFirst(batch.inputs(), TrainCase.INPUT_SIZE), shape);
        targets = manager.create(
                TrainBatch.stepsFirst(batch.targets(), 1), new Shape(TrainCase.STEPS, TrainCase.BATCH, 1));
        takeOver(parameters);
    }

    private static RecurrentBlock recurrent(CellKind cell) {
        return cell == CellKind.LSTM
                ? LSTM.builder()
                        .setStateSize(TrainCase.HIDDEN_SIZE)
                        .setNumLayers(1)
                        .optBatchFirst(false)
                        .build()
                : GRU.builder()
                        .setStateSize(TrainCase.HIDDEN_SIZE)
                        .setNumLayers(1)
                        .optBatchFirst(false)
                        .build();
    }

    /** DJL keeps the tensors in the same order as we do, under names of its own. */
    private void takeOver(Parameters parameters) {
        float[] values = parameters.toArray();
        List<Tensor> tensors = parameters.layout().tensors();
        model.getBlock().getParameters().values().forEach(learned::add);
        if (learned.size() != tensors.size()) {
            throw new IllegalStateException("DJL has " + learned.size() + " tensors, expected " + tensors.size());
        }
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            learned.get(i)
                    .getArray()
                    .set(Arrays.copyOfRange(values, tensor.offset(), tensor.offset() + tensor.size()));
        }
    }

    @Override
    public double step() {
        try (NDManager memory = trainer.getManager().newSubManager()) {
            NDArray loss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                // A handle of its own: what DJL makes of it is freed with it.
                NDArray x = inputs.duplicate();
                x.attach(memory);
                NDList outputs = trainer.forward(new NDList(x));
                outputs.attach(memory);
                loss = outputs.head().sub(targets).square().mean();
                loss.attach(memory);
                collector.backward(loss);
            }
            clip(memory);
            trainer.step();
            return loss.getFloat();
        }
    }

    private void clip(NDManager memory) {
        List<NDArray> gradients = new ArrayList<>();
        float squares = 0;
        for (Parameter parameter : learned) {
            NDArray gradient = parameter.getArray().getGradient();
            gradient.attach(memory);
            gradients.add(gradient);
            NDArray sum = gradient.square().sum();
            sum.attach(memory);
            squares += sum.getFloat();
        }
        double norm = Math.sqrt(squares);
        if (norm > TrainCase.MAX_NORM) {
            gradients.forEach(gradient -> gradient.muli(TrainCase.MAX_NORM / norm));
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
