package io.streamgauge.trainer;

import io.streamgauge.config.TopicNames;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsSeal;
import java.time.Duration;

/**
 * What a trainer is made of.
 *
 * @param topics names of what is read and written
 * @param model first part of the keys on the weights and trainer topics
 * @param task what the network is and what it is trained for
 * @param settings how it learns
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
        Parameters initial,
        Duration publishInterval,
        String configHash,
        WeightsSeal seal,
        boolean lockstep) {

    /** The same with another seal. */
    public TrainerSpec withSeal(WeightsSeal other) {
        return new TrainerSpec(topics, model, task, settings, initial, publishInterval, configHash, other, lockstep);
    }

    /** The network to train. */
    public NetworkSpec network() {
        return task.network();
    }

    String checkpointKey() {
        return model + "/checkpoint";
    }
}
