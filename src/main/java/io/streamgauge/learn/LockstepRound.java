package io.streamgauge.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The windows of one round of lock-step, handed out sorted by event time and key: the order in which they came, which
 * depends on which task was quicker, does not matter then.
 */
public final class LockstepRound {

    private static final Comparator<TrainingSample> BY_TIME_AND_KEY = Comparator.comparingLong(
                    TrainingSample::untilTime)
            .thenComparingLong(TrainingSample::fromTime)
            .thenComparing(TrainingSample::key);

    private final List<TrainingSample> samples = new ArrayList<>();

    public void add(TrainingSample sample) {
        samples.add(sample);
    }

    /** Ends the round: gives its windows in learning order and forgets them. */
    public List<TrainingSample> end() {
        samples.sort(BY_TIME_AND_KEY);
        List<TrainingSample> sorted = List.copyOf(samples);
        samples.clear();
        return sorted;
    }
}
