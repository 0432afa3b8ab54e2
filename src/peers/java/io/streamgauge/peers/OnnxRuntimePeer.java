package io.streamgauge.peers;

import io.streamgauge.app.bench.Peer;
import io.streamgauge.app.bench.StepCase;
import io.streamgauge.app.bench.StepContestant;
import io.streamgauge.app.bench.TrainBatch;
import io.streamgauge.app.bench.TrainCase;
import io.streamgauge.app.bench.TrainContestant;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.Parameters;
import java.util.Optional;

/** ONNX Runtime with one thread and buffers that are allocated and bound once. It does not train. */
public final class OnnxRuntimePeer implements Peer {

    @Override
    public Optional<StepContestant> step(StepCase stepCase, Parameters parameters) {
        return Optional.of(new Step(new OnnxSession(stepCase.spec(), parameters, 1, 1, false)));
    }

    @Override
    public Optional<TrainContestant> training(TrainCase trainCase, Parameters parameters, TrainBatch batch) {
        return Optional.empty();
    }

    private record Step(OnnxSession session) implements StepContestant {
        @Override
        public void step(float[] input, HiddenState state, float[] out) {
            session.run(input, state.values(), out);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
