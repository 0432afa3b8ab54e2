package io.streamgauge.peers;

import io.streamgauge.app.bench.Peer;
import io.streamgauge.app.bench.StepCase;
import io.streamgauge.app.bench.StepContestant;
import io.streamgauge.app.bench.TrainBatch;
import io.streamgauge.app.bench.TrainCase;
import io.streamgauge.app.bench.TrainContestant;
import io.streamgauge.nn.Parameters;
import java.util.Optional;

/** Libtorch through DJL, on one thread. */
public final class DjlPeer implements Peer {

    @Override
    public Optional<StepContestant> step(StepCase stepCase, Parameters parameters) {
        return Optional.of(new DjlStep(stepCase.spec(), parameters));
    }

    @Override
    public Optional<TrainContestant> training(TrainCase trainCase, Parameters parameters, TrainBatch batch) {
        return Optional.of(new DjlTraining(trainCase, parameters, batch));
    }
}
