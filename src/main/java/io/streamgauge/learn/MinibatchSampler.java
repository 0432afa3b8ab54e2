package io.streamgauge.learn;

import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The windows of each update: about half of them new, or three quarters while the trainer responds to a drift, taken in
 * turn, the rest drawn uniformly from the replay buffer; all new while the buffer is empty.
 *
 * <p>The draw depends on the seed and the number of the update alone. Unusable windows are left out, so that a batch
 * may be smaller than asked for.
 */
final class MinibatchSampler {
    /** Spreads the numbers of updates over the seeds of {@link SplittableRandom}; an odd multiplier of an LCG. */
    private static final long UPDATE_STRIDE = 0xD1342543DE82EF95L;

    private final int batch;
    private final long seed;

    MinibatchSampler(int batch, long seed) {
        this.batch = batch;
        this.seed = seed;
    }

    /**
     * @param update number of the update since the beginning
     * @param updateInBlock number of the update since the block was full
     * @param responding whether what was learned before counts less
     */
    List<Window> draw(
            List<TrainingSample> block, ReplayBuffer replay, long update, int updateInBlock, boolean responding) {
        int replayed = replay.size() == 0 ? 0 : batch / (responding ? 4 : 2);
        int fresh = Math.min(batch - replayed, block.size());
        var windows = new ArrayList<Window>(batch);
        for (int i = 0; i < fresh; i++) {
            long turn = (long) updateInBlock * fresh + i;
            addUsable(block.get((int) (turn % block.size())), windows);
        }
        if (replay.size() > 0) {
            var random = new SplittableRandom(seed + update * UPDATE_STRIDE);
            for (int i = fresh; i < batch; i++) {
                addUsable(replay.get(uniform(random, replay.size())), windows);
            }
        }
        return windows;
    }

    /** A uniform number from 0 to bound − 1: the upper half of a 31-bit by 31-bit product. */
    private static int uniform(SplittableRandom random, int bound) {
        return (int) (((random.nextLong() >>> 33) * bound) >>> 31);
    }

    private static void addUsable(TrainingSample sample, List<Window> out) {
        if (sample.isUsable()) {
            out.add(sample.window());
        }
    }
}
