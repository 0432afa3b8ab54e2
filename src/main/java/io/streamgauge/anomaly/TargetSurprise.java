package io.streamgauge.anomaly;

import io.streamgauge.forecast.Head;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Elementary;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;
import java.util.Set;

/**
 * One target's evidence that its last value is anomalous.
 *
 * <pre>
 *   S = Σ weight·rarity      over the pieces of {@link Evidence}, each rare by its own past      {@link TailHistogram}
 *   rarity of a range        = min(1 + log₁₀(1 + 100·excess/width), −log₁₀ r) beyond all that was seen, else 0
 *   r                          running share of values beyond all before them, rate {@value #RECORD_RATE}
 * </pre>
 *
 * <p>A second {@link Track} follows the means of {@value #BLOCK} values, which is where slow changes show.
 */
final class TargetSurprise {

    static final int BLOCK = 12;

    static final int WARM_UP = 100;
    /** A residual needs no more than its own usual size. */
    private static final int SPIKE_WARM_UP = 30;

    private static final int LEARN_FROM = 10;
    private static final int SEASONS = 5;
    /** One spike that came before makes no habit. */
    private static final double RECURRING_SPIKES = 20;

    private static final int RECORDS = 0;
    private static final int SMOOTH = 1;

    private static final double SMOOTH_RATE = .3;
    private static final double RECORD_RATE = .001;
    private static final double EXCESS_FACTOR = 100;
    /** Keeps a surprise of nothing on the histogram's grid. */
    private static final double NOTHING = .05;

    private final Track track = new Track();
    private final Track blocks = new Track(track, BLOCK);
    private final NetworkSurprise network;
    /** Of what was forecast for the target, by itself. */
    final ForecastSurprise outOfForecast = new ForecastSurprise();

    private final TailHistogram[] tails = new TailHistogram[Evidence.ALL.size()];
    /** Share of values that lay beyond all before, and the smoothed series less its last value. */
    private final float[] running = {1, 0};

    /** Sum of the block's values, each less the last block's mean. */
    private float blockSum;

    private int inBlock;

    /** Of the last step only: digits of each piece of evidence. */
    final double[] rarities = new double[Evidence.ALL.size()];

    TargetSurprise(int networkOutputs) {
        network = new NetworkSurprise(networkOutputs);
        for (Evidence evidence : Evidence.ALL) {
            if (!isRange(evidence)) {
                tails[evidence.ordinal()] =
                        evidence == Evidence.SPIKE ? TailHistogram.ofResiduals(RECURRING_SPIKES) : new TailHistogram();
            }
        }
    }

    private static boolean isRange(Evidence evidence) {
        return evidence == Evidence.RANGE || evidence == Evidence.PHASE_RANGE;
    }

    /** Whether the next value ends a block. */
    boolean isBlockEnding() {
        return inBlock == BLOCK - 1;
    }

    /**
     * Takes in a value that has come.
     *
     * @param phase of the value in its season from 0 to below 1; NaN where there is none
     * @param head how the network's outputs are read
     * @param weekend whether a step of the level may be that of a weekend
     */
    void step(double value, double phase, Head head, boolean weekend) {
        Arrays.fill(rarities, 0);
        int part = Double.isNaN(phase) ? -1 : PhaseProfile.part(phase);
        if (track.count() == 0) {
            blocks.begin(value);
        }
        double before = track.last();
        track.step(value, part);
        weigh(Evidence.SPIKE, Math.abs(track.residual), track);
        weigh(Evidence.DRIFT, track.drift, track);
        weigh(Evidence.PHASE, track.phase, track);
        if (head.isDistribution()) {
            network.score(head, value, before);
            weigh(Evidence.NETWORK, network.surprise + NOTHING, track);
            weigh(Evidence.NETWORK_DRIFT, network.drift, track);
            weigh(Evidence.NETWORK_AHEAD, network.ahead + NOTHING, track);
        }
        ranges(value, part);
        block(value, part, weekend);
    }

    /** Lets these statistics say nothing of the last value. */
    void leaveOut(Set<Statistic> statistics) {
        if (statistics.isEmpty()) {
            return;
        }
        for (Evidence evidence : Evidence.ALL) {
            if (statistics.contains(evidence.statistic())) {
                rarities[evidence.ordinal()] = 0;
            }
        }
    }

    private void weigh(Evidence evidence, double value, Track of) {
        if (Double.isNaN(value)) {
            return;
        }
        TailHistogram tail = tails[evidence.ordinal()];
        if (of.count() > (evidence == Evidence.SPIKE ? SPIKE_WARM_UP : WARM_UP)) {
            rarities[evidence.ordinal()] = tail.rarity(value);
        }
        if (of.count() > LEARN_FROM) {
            tail.learn(value, of.count());
        }
    }

    private void ranges(double value, int part) {
        boolean warm = track.count() > WARM_UP;
        running[SMOOTH] = ShortFloat.bounded((1 - SMOOTH_RATE) * (running[SMOOTH] - track.lastStep()));
        double smooth = value + running[SMOOTH];
        if (warm) {
            rarities[Evidence.RANGE.ordinal()] = Math.min(excess(track.beyond), TailHistogram.digits(running[RECORDS]));
        }
        running[RECORDS] = ShortFloat.of(running[RECORDS] + rate() * ((track.beyond > 0 ? 1 : 0) - running[RECORDS]));
        if (part >= 0) {
            if (warm
                    && track.profile.seasons() >= SEASONS
                    && track.profile.seen(part) >= SEASONS
                    && track.width() > 0) {
                rarities[Evidence.PHASE_RANGE.ordinal()] = excess(track.profile.beyond(part, smooth) / track.width());
            }
            track.learnPhase(part, smooth);
        }
    }

    private double rate() {
        return Math.max(RECORD_RATE, 1.0 / (track.count() + 1));
    }

    private static double excess(double share) {
        return share > 0 ? 1 + Elementary.log10(1 + EXCESS_FACTOR * share) : 0;
    }

    private void block(double value, int part, boolean weekend) {
        blockSum = ShortFloat.bounded(blockSum + (value - blocks.last()));
        inBlock++;
        if (inBlock < BLOCK) {
            return;
        }
        double change = (double) blockSum / BLOCK;
        outOfForecast.block(change, weekend);
        blocks.step(blocks.last() + change, part);
        weigh(Evidence.SLOW_LEVEL, blocks.level, blocks);
        weigh(Evidence.SLOW_DRIFT, blocks.drift, blocks);
        weigh(Evidence.SLOW_PHASE, blocks.phase, blocks);
        blockSum = 0;
        inBlock = 0;
    }

    /** Digits of the residual alone. */
    double spike() {
        return rarities[Evidence.SPIKE.ordinal()];
    }

    /** S. */
    double sum() {
        double sum = 0;
        for (Evidence evidence : Evidence.ALL) {
            sum += evidence.weight() * rarities[evidence.ordinal()];
        }
        return sum;
    }

    /** The piece of evidence that counts most in S. */
    Evidence loudest() {
        Evidence loudest = Evidence.DRIFT;
        double most = 0;
        for (Evidence evidence : Evidence.ALL) {
            double counts = evidence.weight() * rarities[evidence.ordinal()];
            if (counts > most) {
                most = counts;
                loudest = evidence;
            }
        }
        return loudest;
    }

    /** What is told of the loudest evidence: a drift that the quickest mean shows most is a spike. */
    Statistic statistic() {
        Evidence loudest = loudest();
        boolean spike = loudest == Evidence.DRIFT && track.sudden;
        return spike ? Statistic.SPIKE : loudest.statistic();
    }

    /** Keeps what the network has issued for the values to come. */
    void keep(TargetForecast forecast, int longerIndex, int longer, Head head) {
        if (head.isDistribution()) {
            network.keep(forecast, longerIndex, longer);
        }
    }

    /** Lets a value that is missing pass: nothing is learned of it. */
    void pass(Set<Statistic> without) {
        Arrays.fill(rarities, 0);
        outOfForecast.missing(without);
        track.sudden = false;
        network.forget();
    }

    /** Forgets what was expected: the next value does not follow the last. */
    void forget() {
        network.forget();
    }

    void fields(StateFields fields) {
        track.profile.fields(fields);
        track.fields(fields);
        blocks.fields(fields);
        network.fields(fields);
        for (TailHistogram tail : tails) {
            if (tail != null) {
                tail.fields(fields);
            }
        }
        fields.shorter(running);
        double sum = fields.isShorter() ? fields.shortFloat(blockSum) : fields.number(blockSum);
        inBlock = fields.version() < 10 ? fields.small(inBlock) : (int) (track.count() % BLOCK);
        blockSum = ShortFloat.bounded(fields.isShorter() ? sum : sum - inBlock * blocks.last());
    }
}
