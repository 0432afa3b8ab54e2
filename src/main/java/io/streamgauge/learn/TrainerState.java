package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an {@link OnlineTrainer} needs, beside the windows of its replay buffer, to go on as if it had never
 * stopped; valid between two blocks.
 *
 * @param candidate trained weights
 * @param contender weights that await judgement
 * @param champion weights promoted last, the initial ones before any promotion
 * @param first weights promoted first, the initial ones before any promotion
 * @param updates updates drawn, skipped ones included
 * @param blocks blocks finished
 * @param windows windows seen
 * @param promotions promotions so far
 * @param untilTime latest event time seen
 * @param trainedUntil event time that each series has been trained on until, least recently trained first
 * @param droppedUntil latest such time of a series no longer in the map
 * @param plateau what the schedule has seen of the losses, null if it does not mind them
 * @param drift what the watch over the champion has seen
 * @param readouts the latest readout of each series, least recently heard of first
 * @param probation what later windows have shown of the champions
 * @param vocabulary the categories that have been told of
 * @param replayWindows number of windows in the replay buffer: the last so many that were accepted
 */
public record TrainerState(
        Parameters candidate,
        Contender contender,
        Parameters champion,
        Parameters first,
        AdamState adam,
        long updates,
        long blocks,
        long windows,
        long promotions,
        long untilTime,
        Map<String, Long> trainedUntil,
        long droppedUntil,
        @Nullable PlateauState plateau,
        DriftState drift,
        Map<String, KeyReadout> readouts,
        ProbationState probation,
        VocabularyState vocabulary,
        int replayWindows) {

    public TrainerState {
        readouts = Collections.unmodifiableMap(new LinkedHashMap<>(readouts));
        trainedUntil = Collections.unmodifiableMap(new LinkedHashMap<>(trainedUntil));
    }

    /** The same with another number of windows to replay, for when some of them are gone. */
    public TrainerState withReplayWindows(int windows) {
        return new TrainerState(
                candidate,
                contender,
                champion,
                first,
                adam,
                updates,
                blocks,
                this.windows,
                promotions,
                untilTime,
                trainedUntil,
                droppedUntil,
                plateau,
                drift,
                readouts,
                probation,
                vocabulary,
                windows);
    }

    /** The state of a trainer that has seen nothing. */
    static TrainerState initial(Parameters parameters) {
        int size = parameters.size();
        var adam = new AdamState(0, new float[size], new float[size]);
        var contender = new Contender(parameters, Map.of(), Long.MIN_VALUE);
        return new TrainerState(
                parameters,
                contender,
                parameters,
                parameters,
                adam,
                0,
                0,
                0,
                0,
                Long.MIN_VALUE,
                Map.of(),
                Long.MIN_VALUE,
                null,
                DriftState.INITIAL,
                Map.of(),
                ProbationState.INITIAL,
                VocabularyState.EMPTY,
                0);
    }
}
