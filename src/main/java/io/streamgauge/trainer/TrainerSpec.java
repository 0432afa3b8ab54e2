package io.streamgauge.trainer;

import io.streamgauge.config.TopicNames;
import io.streamgauge.learn.OutcomeJoin;
import io.streamgauge.learn.OutcomeSettings;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsSeal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer is made of.
 *
 * @param topics names of what is read and written
 * @param model first part of the keys on the weights and trainer topics
 * @param task what the network is and what it is trained for
 * @param settings how it learns
 * @param outcomes when the outcomes that people label are known; null where none is labelled
 * @param initial parameters of generation 0, the same as the forecaster's
 * @param publishInterval least wall time from one version to the next
 * @param configHash SHA-256 of the settings that learning depends on
 * @param seal how what is published is signed, and what is read is checked
 * @param lockstep whether a block is what lies between two round marks, sorted by event time and key, instead of so many
 *     windows in the order of the topic
 */
public record TrainerSpec(
        TopicNames topics,
        String model,
        ModelTask task,
        TrainingSettings settings,
        @Nullable OutcomeSettings outcomes,
        Parameters initial,
        Duration publishInterval,
        String configHash,
        WeightsSeal seal,
        boolean lockstep) {

    /** A new place for windows that wait for their outcomes; null where none is labelled. */
    @Nullable
    OutcomeJoin newJoin() {
        return outcomes == null ? null : new OutcomeJoin(outcomes);
    }

    /** The same with another seal. */
    public TrainerSpec withSeal(WeightsSeal other) {
        return new TrainerSpec(
                topics, model, task, settings, outcomes, initial, publishInterval, configHash, other, lockstep);
    }

    /** The network to train. */
    public NetworkSpec network() {
        return task.network();
    }

    String checkpointKey() {
        return model + "/checkpoint";
    }
}
