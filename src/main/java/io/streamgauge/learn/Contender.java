package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights as they were after some block, awaiting judgement on windows that share no step with anything they were
 * trained on, while training goes on.
 *
 * <p>Successive windows of one series overlap. Where a block holds only one or two windows of each of many series, all of
 * them overlap the block before: weights judged only on the very next block would never be judged.
 *
 * @param trainedUntil event time that each series had been trained on until, least recently trained first
 * @param droppedUntil latest such time of a series not in the map
 */
public record Contender(Parameters weights, Map<String, Long> trainedUntil, long droppedUntil) {

    public Contender {
        trainedUntil = Collections.unmodifiableMap(new LinkedHashMap<>(trainedUntil));
    }

    /** Whether these weights were trained on no step of the sample. */
    boolean isUnseen(TrainingSample sample) {
        return sample.fromTime() > trainedUntil.getOrDefault(sample.key(), droppedUntil);
    }
}
