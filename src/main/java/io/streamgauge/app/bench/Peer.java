package io.streamgauge.app.bench;

import io.streamgauge.nn.Parameters;
import java.util.Optional;

/**
 * Another library in the roles that it can play.
 *
 * <p>A role comes back empty where the library has no such cell; an exception excludes it with its message.
 */
public interface Peer {

    /** One step with the given weights. */
    Optional<StepContestant> step(StepCase stepCase, Parameters parameters);

    /** Training from the given weights on the given batch. */
    Optional<TrainContestant> training(TrainCase trainCase, Parameters parameters, TrainBatch batch);
}
