package io.streamgauge.learn;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Successions;
import io.streamgauge.nn.Window;
import io.streamgauge.nn.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A trainer that learns from windows as they come and proposes weights when they have proved themselves.
 *
 * <p>Windows are taken in blocks. Once a block is full, the {@link Contender} is judged on those of its windows that share
 * no step with anything it was trained on ({@link PromotionGate}), as soon as these are half of a block. Then the weights
 * are trained on the block together with windows replayed from earlier blocks ({@link MinibatchSampler}, {@link TruncatedBptt}, {@link GlobalNormClipper}, {@link Adam}): first
 * predict, then learn. Where the champion's loss shows that the world has changed, some blocks are learned from faster
 * ({@link DriftWatch}). What the readouts of the series have in common is kept beside the weights ({@link ReadoutPool}),
 * and the classes of categories ({@link VocabularyPool}).
 * A trainer is a function of its settings, its initial weights and the windows in their order.
 *
 * <p>Not safe for several threads.
 */
public final class OnlineTrainer {
    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final TruncatedBptt bptt;
    private final PromotionGate gate;
    private final MinibatchSampler sampler;
    private final GlobalNormClipper clipper;
    private final GradientDiagnostics diagnostics;
    private final FrozenTensors frozen;
    private final Adam adam;
    private final ReplayBuffer replay;
    private final TrainedUntil trainedUntil;
    private final ReadoutPool readouts;
    private final VocabularyPool vocabulary;

    private final List<TrainingSample> block = new ArrayList<>();
    private final float[] candidate;
    private Contender contender;
    private final float[] gradient;
    private LearningRateSchedule schedule;
    private DriftWatch drift;
    private final Lineage lineage;
    private long updates;
    private long blocks;
    private long windows;
    private long untilTime;

    public OnlineTrainer(NetworkSpec spec, TrainingSettings settings, Parameters initial) {
        this(spec, settings, TrainerState.initial(initial));
    }

    private OnlineTrainer(NetworkSpec spec, TrainingSettings settings, TrainerState state) {
        this.spec = spec;
        this.settings = settings;
        bptt = new TruncatedBptt(spec, settings.loss(), settings.burnIn(), 1, Kernels.best());
        gate = new PromotionGate(bptt, settings.burnIn(), settings.promotionMargin());
        sampler = new MinibatchSampler(settings.batch(), settings.seed());
        clipper = new GlobalNormClipper(settings.clipNorm());
        diagnostics = new GradientDiagnostics(spec.layout());
        frozen = FrozenTensors.of(spec.layout(), settings.headOnly());
        adam = new Adam(
                spec.layout().size(),
                AdamSettings.withLearningRate(settings.schedule().rate(0)));
        adam.restore(state.adam());
        schedule = state.plateau() == null
                ? settings.schedule()
                : settings.schedule().resumed(state.plateau());
        drift = new DriftWatch(settings.drift(), state.drift());
        readouts = new ReadoutPool(ReadoutPool.CAPACITY, state.readouts());
        vocabulary = new VocabularyPool(spec.outputSize() - 1, settings.templates(), state.vocabulary());
        replay = new ReplayBuffer(settings.replayWindows());
        trainedUntil = new TrainedUntil(TrainedUntil.CAPACITY, state.trainedUntil(), state.droppedUntil());
        candidate = state.candidate().toArray();
        contender = state.contender();
        gradient = new float[candidate.length];
        lineage = new Lineage(settings.probation(), state);
        updates = state.updates();
        blocks = state.blocks();
        windows = state.windows();
        untilTime = state.untilTime();
    }

    /**
     * A trainer that goes on from a checkpoint as the one that made it would have.
     *
     * @param lastSamples the last {@code state.replayWindows()} samples that it had accepted, oldest first
     */
    public static OnlineTrainer restore(
            NetworkSpec spec, TrainingSettings settings, TrainerState state, List<TrainingSample> lastSamples) {
        if (lastSamples.size() != state.replayWindows()) {
            throw new IllegalArgumentException("there are " + lastSamples.size()
                    + " samples to replay, the checkpoint expects " + state.replayWindows());
        }
        var trainer = new OnlineTrainer(spec, settings, state);
        lastSamples.forEach(trainer.replay::add);
        return trainer;
    }

    /** Takes one sample; gives a report if it made a block full. */
    public Optional<BlockReport> accept(TrainingSample sample) {
        add(sample);
        return isBlockFull() ? Optional.of(finishBlock(true)) : Optional.empty();
    }

    /** Takes one sample into the block, however full that is. */
    public void add(TrainingSample sample) {
        sample.requireFit(spec, settings.loss());
        block.add(sample);
    }

    public boolean isBlockFull() {
        return block.size() >= settings.blockWindows();
    }

    public boolean isBlockEmpty() {
        return block.isEmpty();
    }

    /**
     * Puts weights in charge that somebody has chosen, and learns on from them with fresh moments. The block in progress
     * is judged and trained on when it is full, as ever.
     */
    public void install(Parameters chosen) {
        lineage.install(chosen);
        restart();
    }

    /**
     * Goes on from classes that somebody has published.
     *
     * @param categories those of the classes 1, 2, …
     * @param counts what is known of their successions, which counts where nothing has been learned of them here
     * @throws IllegalArgumentException where they are not those that have been given here
     */
    public void adopt(List<String> categories, int[] counts) {
        vocabulary.adopt(categories, Successions.of(counts, spec.outputSize()));
    }

    /**
     * Judges the contender on the block, however full, and trains on it.
     *
     * @param mayPromote whether the contender may be promoted if it passes; else it is only judged
     */
    public BlockReport finishBlock(boolean mayPromote) {
        blocks++;
        windows += block.size();
        block.forEach(sample -> untilTime = Math.max(untilTime, sample.untilTime()));
        Parameters scored = contender.weights();
        List<Window> unseen = unseen();
        PromotionGate.Verdict verdict = gate.judge(unseen, scored, lineage.champion(), lineage.first());
        double fallbackLoss = fallbackLoss(unseen, verdict);
        Standing standing =
                unseen.isEmpty() ? Standing.UNCHANGED : lineage.observe(verdict.championLoss(), fallbackLoss);
        boolean restored = standing == Standing.DEGRADED;
        boolean promoted = mayPromote && verdict.promoted() && !restored;
        if (promoted) {
            lineage.promote(scored);
        }
        boolean drifted = watch(verdict);
        if (restored) {
            restart();
        }
        TrainingTally tally = train();
        int unusable = closeBlock();
        drift = drift.afterBlock();
        boolean restarted = restored || restartIfNotFinite();
        if (verdict.scoredWindows() > 0 || restarted) {
            contender = trainedUntil.contender(Parameters.of(spec.layout(), candidate));
        }
        return new BlockReport(
                blocks,
                windows,
                untilTime,
                tally.meanLoss(),
                tally.learningRate(),
                diagnostics.report(),
                tally.skipped(),
                unusable,
                verdict.scoredWindows(),
                verdict.candidateLoss(),
                verdict.championLoss(),
                verdict.firstLoss(),
                fallbackLoss,
                standing,
                restarted,
                promoted,
                drifted,
                readouts.prior(),
                vocabulary.state(),
                restored ? lineage.champion() : null,
                promoted ? scored : null);
    }

    private double fallbackLoss(List<Window> unseen, PromotionGate.Verdict verdict) {
        Parameters fallback = lineage.fallback();
        return unseen.isEmpty() || fallback.equals(lineage.champion())
                ? verdict.championLoss()
                : gate.loss(fallback, unseen);
    }

    /** One step too large can leave weights that no later step brings back. */
    private boolean restartIfNotFinite() {
        if (Parameters.of(spec.layout(), candidate).isFinite()) {
            return false;
        }
        restart();
        return true;
    }

    /** Goes on from the champion as if nothing had been learned since. */
    private void restart() {
        System.arraycopy(lineage.champion().toArray(), 0, candidate, 0, candidate.length);
        adam.restore(new AdamState(0, new float[candidate.length], new float[candidate.length]));
        contender = trainedUntil.contender(lineage.champion());
    }

    /** The state after the last block; windows taken since have no part in it. */
    public TrainerState checkpoint() {
        return new TrainerState(
                Parameters.of(spec.layout(), candidate),
                contender,
                lineage.champion(),
                lineage.first(),
                adam.state(),
                updates,
                blocks,
                windows,
                lineage.promotions(),
                untilTime,
                trainedUntil.untilByKey(),
                trainedUntil.droppedUntil(),
                schedule.seen(),
                drift.state(),
                readouts.byKey(),
                lineage.probation(),
                vocabulary.state(),
                replay.size());
    }

    /** Windows to judge the contender on; none while most of the block overlaps what it was trained on. */
    private List<Window> unseen() {
        var unseen = new ArrayList<Window>();
        int seen = 0;
        for (TrainingSample sample : block) {
            if (Loss.unmasked(sample.window(), settings.burnIn()) == 0 || !sample.isUsable()) {
                continue;
            }
            if (contender.isUnseen(sample)) {
                unseen.add(sample.window());
            } else {
                seen++;
            }
        }
        return unseen.size() < seen ? List.of() : unseen;
    }

    /** Schedule and watch take in how the block's unseen windows were forecast; whether they show a drift. */
    private boolean watch(PromotionGate.Verdict verdict) {
        if (verdict.scoredWindows() == 0) {
            return false;
        }
        long before = drift.state().drifts();
        schedule = schedule.observe(verdict.candidateLoss());
        drift = drift.observe(verdict.championLoss());
        return drift.state().drifts() > before;
    }

    private TrainingTally train() {
        var tally = new TrainingTally();
        for (int i = 0; i < settings.updatesPerBlock(); i++) {
            double learningRate = schedule.rate(updates) * drift.boost();
            tally.learningRate(learningRate);
            List<Window> batch = sampler.draw(block, replay, updates++, i, drift.isResponding());
            double loss = bptt.accumulate(candidate, batch, gradient);
            frozen.clear(gradient);
            double norm = diagnostics.clip(clipper, gradient);
            if (batch.isEmpty() || !Double.isFinite(loss) || !Double.isFinite(norm)) {
                tally.skip();
            } else {
                diagnostics.update(adam, learningRate, candidate, gradient);
                tally.add(loss);
            }
        }
        return tally;
    }

    private void takeSuccessions(Window window) {
        if (spec.activation() == Activation.LOG_SOFTMAX
                && spec.inputWidth() == 1
                && !spec.embeddings().isEmpty()) {
            vocabulary.take(window);
        }
    }

    /** Moves the block into the replay buffer; the number of its unusable windows. */
    private int closeBlock() {
        int unusable = 0;
        for (TrainingSample sample : block) {
            replay.add(sample);
            vocabulary.take(sample.unknown());
            if (sample.readout() != null) {
                readouts.take(sample.key(), sample.readout());
            }
            if (sample.isUsable()) {
                trainedUntil.record(sample);
                takeSuccessions(sample.window());
            } else {
                unusable++;
            }
        }
        block.clear();
        return unusable;
    }
}
