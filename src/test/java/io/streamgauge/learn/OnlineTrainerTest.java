package io.streamgauge.learn;

import static io.streamgauge.learn.Samples.SPEC;
import static io.streamgauge.learn.Samples.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineTrainerTest {
    private static final int BLOCK = 6;
    private static final TrainingSettings SETTINGS = Samples.settings(1, 1e-2, 1, 8, 5, BLOCK, 15, 0.01, 7);
    private static final Parameters INITIAL = Initializer.initialize(SPEC, 3);

    @Test
    void shouldReportOnlyWhenABlockIsFull() {
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        List<TrainingSample> samples = Samples.learnable(2 * BLOCK, 1);
        for (int i = 0; i < samples.size(); i++) {
            boolean full = (i + 1) % BLOCK == 0;
            assertThat(trainer.accept(samples.get(i)).isPresent()).isEqualTo(full);
        }
    }

    @Test
    void shouldLearnAndPromoteWhatProvedItselfOnUnseenWindows() {
        List<BlockReport> reports = run(new OnlineTrainer(SPEC, SETTINGS, INITIAL), Samples.learnable(40 * BLOCK, 1));
        BlockReport first = reports.get(0);
        assertThat(first.promoted())
                .as("nothing was trained before the first block")
                .isFalse();
        assertThat(first.candidateLoss()).isEqualTo(first.championLoss()).isEqualTo(first.firstLoss());
        assertThat(first.scoredWindows()).isEqualTo(BLOCK);
        assertThat(first.windows()).isEqualTo(BLOCK);
        assertThat(first.untilTime()).isEqualTo(199);

        BlockReport last = reports.get(39);
        assertThat(last.block()).isEqualTo(40);
        assertThat(last.candidateLoss()).isLessThan(0.1 * first.candidateLoss());
        assertThat(last.candidateLoss()).isLessThan(0.5 * last.firstLoss());
        assertThat(last.trainLoss()).isLessThan(0.1 * first.trainLoss());
        assertThat(reports.stream().filter(BlockReport::promoted).count()).isGreaterThan(20);
        for (BlockReport report : reports) {
            assertThat(report.promoted()).isEqualTo(report.promotedParameters() != null);
            GradientReport gradients = report.gradients();
            assertThat(gradients.updates()).isEqualTo(SETTINGS.updatesPerBlock());
            assertThat(gradients.layerNorms()).containsOnlyKeys("rnn 0", "head");
            assertThat(gradients.layerNorms().get("head")).isPositive().isLessThanOrEqualTo(gradients.norm());
            assertThat(gradients.clippedNorm()).isPositive().isLessThanOrEqualTo(SETTINGS.clipNorm());
            assertThat(gradients.clippedShare()).isBetween(0.0, 1.0);
            assertThat(gradients.updateNorm()).isPositive();
            assertThat(report.skippedUpdates()).isZero();
        }
    }

    @Test
    void shouldPromoteTheWeightsAsTheyWereScoredAndKeepTheFirst() {
        List<TrainingSample> samples = Samples.learnable(4 * BLOCK, 1);
        var thorough = Samples.settings(1, 1e-2, 1, 8, 40, BLOCK, 15, 0.01, 7);
        var trainer = new OnlineTrainer(SPEC, thorough, INITIAL);
        run(trainer, samples.subList(0, BLOCK));
        Parameters scored = trainer.checkpoint().candidate();
        assertThat(trainer.checkpoint().champion()).isEqualTo(INITIAL);

        BlockReport second = run(trainer, samples.subList(BLOCK, 2 * BLOCK)).get(0);
        assertThat(second.promotedParameters()).isEqualTo(scored);
        assertThat(trainer.checkpoint().champion()).isEqualTo(scored);
        assertThat(trainer.checkpoint().candidate()).isNotEqualTo(scored);
        assertThat(second.candidateLoss())
                .isEqualTo(huberLoss(scored, samples.subList(BLOCK, 2 * BLOCK)))
                .isLessThan(second.championLoss());

        BlockReport third = run(trainer, samples.subList(2 * BLOCK, 3 * BLOCK)).get(0);
        assertThat(third.promoted()).isTrue();
        assertThat(trainer.checkpoint().promotions()).isEqualTo(2);
        assertThat(trainer.checkpoint().first()).isEqualTo(scored);
        assertThat(third.firstLoss()).isEqualTo(huberLoss(scored, samples.subList(2 * BLOCK, 3 * BLOCK)));
    }

    @Test
    void shouldScoreOnlyWindowsThatShareNoStepWithAnythingTrainedOn() {
        List<TrainingSample> samples = Samples.learnable(2 * BLOCK, 1);
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        run(trainer, samples.subList(0, BLOCK));
        Parameters candidate = trainer.checkpoint().candidate();
        // The first block ended at 199 for each of the three series.
        List<TrainingSample> second = List.of(
                Samples.at(samples.get(6), "key0", 199, 299),
                Samples.at(samples.get(7), "key0", 200, 299),
                Samples.at(samples.get(8), "key1", 150, 250),
                Samples.at(samples.get(9), "new", 0, 99),
                Samples.at(samples.get(10), "key2", 200, 299),
                Samples.at(samples.get(11), "key2", 0, 99));
        BlockReport report = run(trainer, second).get(0);
        assertThat(report.scoredWindows()).isEqualTo(3);
        assertThat(report.candidateLoss())
                .isEqualTo(huberLoss(candidate, List.of(second.get(1), second.get(3), second.get(4))));
    }

    @Test
    void shouldJudgeNothingWhileMostOfTheBlockOverlapsWhatItWasTrainedOn() {
        List<TrainingSample> samples = Samples.learnable(2 * BLOCK, 1);
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        run(trainer, samples.subList(0, BLOCK));
        // The first block ended at 199 for each of the three series.
        List<TrainingSample> second = List.of(
                Samples.at(samples.get(6), "key0", 199, 299),
                Samples.at(samples.get(7), "key0", 200, 299),
                Samples.at(samples.get(8), "key1", 150, 250),
                Samples.at(samples.get(9), "new", 0, 99),
                Samples.at(samples.get(10), "key2", 100, 299),
                Samples.at(samples.get(11), "key2", 0, 99));
        assertThat(run(trainer, second).get(0).scoredWindows()).isZero();
    }

    @Test
    void shouldJudgeWeightsOfAFleetWhoseEveryBlockOverlapsTheOneBefore() {
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        List<TrainingSample> samples = fleet(40);
        run(trainer, samples.subList(0, BLOCK));
        Parameters contender = trainer.checkpoint().candidate();
        List<BlockReport> reports = run(trainer, samples.subList(BLOCK, 40 * BLOCK));
        assertThat(reports.subList(0, 4))
                .as("every window shares steps with the first block's")
                .allSatisfy(report -> assertThat(report.scoredWindows()).isZero());
        BlockReport judged = reports.get(4);
        assertThat(judged.scoredWindows()).isEqualTo(BLOCK);
        assertThat(judged.candidateLoss())
                .as("of the weights as they were before they saw any step of these windows")
                .isEqualTo(huberLoss(contender, samples.subList(5 * BLOCK, 6 * BLOCK)));
        assertThat(reports.stream().filter(BlockReport::promoted)).hasSizeGreaterThan(3);
    }

    /** Blocks of one window per series, each of which shares steps with the four before it. */
    private static List<TrainingSample> fleet(int blocks) {
        List<TrainingSample> samples = new ArrayList<>(Samples.learnable(blocks * BLOCK, 1));
        for (int i = 0; i < samples.size(); i++) {
            long from = 20L * (i / BLOCK);
            samples.set(i, Samples.at(samples.get(i), "key" + i % BLOCK, from, from + 99));
        }
        return samples;
    }

    @Test
    void shouldPromoteNothingWithoutAnUnseenWindow() {
        List<TrainingSample> samples = Samples.learnable(BLOCK, 1);
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        run(trainer, samples);
        BlockReport again = run(trainer, samples).get(0);
        assertThat(again.scoredWindows()).isZero();
        assertThat(again.promoted()).isFalse();
        assertThat(again.candidateLoss()).isZero();
    }

    @Test
    void shouldNotScoreWindowsWithoutAnyTarget() {
        List<TrainingSample> samples = new ArrayList<>(Samples.learnable(2 * BLOCK, 1));
        for (int i = BLOCK; i < 2 * BLOCK; i++) {
            TrainingSample sample = samples.get(i);
            Window w = sample.window();
            var masked = new Window(STEPS, 2, 1, w.inputs(), w.targets(), new float[STEPS], w.initialState());
            samples.set(i, new TrainingSample(sample.key(), sample.fromTime(), sample.untilTime(), masked));
        }
        BlockReport second =
                run(new OnlineTrainer(SPEC, SETTINGS, INITIAL), samples).get(1);
        assertThat(second.scoredWindows()).isZero();
        assertThat(second.promoted()).isFalse();
    }

    @Test
    void shouldNotPromoteACandidateThatBecameWorse() {
        var reckless = Samples.settings(1, 3, 1, 8, 5, BLOCK, 15, 0.01, 7);
        var trainer = new OnlineTrainer(SPEC, reckless, INITIAL);
        List<BlockReport> reports = run(trainer, Samples.noise(6 * BLOCK, 1));
        assertThat(reports).noneMatch(BlockReport::promoted);
        assertThat(reports.subList(1, 6)).allSatisfy(report -> {
            assertThat(report.scoredWindows()).isEqualTo(BLOCK);
            assertThat(report.candidateLoss()).isGreaterThan(1.01 * report.championLoss());
        });
        assertThat(trainer.checkpoint().champion()).isEqualTo(INITIAL);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void shouldNeverTrainOnOrScoreAWindowThatHoldsANonFiniteValue(float poison) {
        List<TrainingSample> samples = new ArrayList<>(Samples.learnable(6 * BLOCK, 1));
        float[] inputs = samples.get(8).window().inputs().clone();
        inputs[4] = poison;
        samples.set(
                8, Samples.with(samples.get(8), inputs, samples.get(8).window().targets()));
        float[] targets = samples.get(9).window().targets().clone();
        targets[3] = poison;
        samples.set(9, Samples.with(samples.get(9), samples.get(9).window().inputs(), targets));
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);

        List<BlockReport> reports = run(trainer, samples);

        assertThat(reports).extracting(BlockReport::unusableWindows).containsExactly(0, 2, 0, 0, 0, 0);
        assertThat(reports.get(1).scoredWindows()).isEqualTo(BLOCK - 2);
        assertThat(reports.get(5).promoted()).isTrue();
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.skippedUpdates()).isZero();
            assertThat(report.trainLoss()).isFinite();
            assertThat(report.candidateLoss()).isFinite();
        });
        assertThat(trainer.checkpoint().candidate().isFinite()).isTrue();
    }

    @Test
    void shouldSkipAndCountUpdatesWhoseGradientOverflows() {
        var spec = new NetworkSpec(CellKind.RNN_RELU, 2, 6, 1, 1);
        var trainer = new OnlineTrainer(spec, SETTINGS, RandomNetworks.parameters(spec, 1));
        List<TrainingSample> samples = new ArrayList<>();
        for (TrainingSample sample : Samples.learnable(BLOCK, 1)) {
            float[] inputs = new float[STEPS * 2];
            Arrays.fill(inputs, 3e38f);
            samples.add(Samples.with(sample, inputs, sample.window().targets()));
        }
        Parameters before = trainer.checkpoint().candidate();
        BlockReport report = run(trainer, samples).get(0);
        assertThat(report.unusableWindows()).isZero();
        assertThat(report.skippedUpdates()).isEqualTo(5);
        assertThat(report.trainLoss()).isZero();
        assertThat(trainer.checkpoint().candidate()).isEqualTo(before);
        assertThat(trainer.checkpoint().adam().steps()).isZero();
    }

    @Test
    void shouldSkipUpdatesWithoutAnyUsableWindow() {
        List<TrainingSample> samples = new ArrayList<>();
        for (TrainingSample sample : Samples.learnable(BLOCK, 1)) {
            float[] inputs = new float[STEPS * 2];
            Arrays.fill(inputs, Float.NaN);
            samples.add(Samples.with(sample, inputs, sample.window().targets()));
        }
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        BlockReport report = run(trainer, samples).get(0);
        assertThat(report.skippedUpdates()).isEqualTo(5);
        assertThat(report.unusableWindows()).isEqualTo(BLOCK);
        assertThat(trainer.checkpoint().candidate()).isEqualTo(INITIAL);
        assertThat(trainer.checkpoint().trainedUntil()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void shouldGoOnFromACheckpointAsIfItHadNeverStopped(int blocksBefore) {
        goOn(Samples.learnable(12 * BLOCK, 1), blocksBefore);
        goOn(fleet(12), blocksBefore);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 13, 31, 33})
    void shouldGoOnInTheMiddleOfAPlateauOfADriftAndOfAPrior(int blocksBefore) {
        List<TrainingSample> samples = withReadouts(regimes(30, 10));
        var plateau = new PlateauRate(new PlateauSettings(1e-2, .5, 1, .1, 2, 1e-4));
        TrainingSettings eventful = learning(new WarmUpRate(20, plateau), new DriftSettings(3, 4), 1, new Huber(1));
        goOn(eventful, samples, blocksBefore);
        TrainerState state = stateAfter(eventful, samples);
        assertThat(state.drift().drifts()).as("there was a drift").isPositive();
        assertThat(Objects.requireNonNull(state.plateau()).rate())
                .as("there was a plateau")
                .isLessThan(1e-2);
        assertThat(state.readouts()).hasSize(3);
    }

    private static void goOn(List<TrainingSample> samples, int blocksBefore) {
        goOn(SETTINGS, samples, blocksBefore);
    }

    private static void goOn(TrainingSettings settings, List<TrainingSample> samples, int blocksBefore) {
        var unbroken = new OnlineTrainer(SPEC, settings, INITIAL);
        List<BlockReport> expected = run(unbroken, samples);

        var stopped = new OnlineTrainer(SPEC, settings, INITIAL);
        int until = blocksBefore * BLOCK;
        List<BlockReport> reports = new ArrayList<>(run(stopped, samples.subList(0, until)));
        TrainerState state = stopped.checkpoint();
        List<TrainingSample> replay = samples.subList(until - state.replayWindows(), until);
        OnlineTrainer restored = OnlineTrainer.restore(SPEC, settings, state, replay);
        assertThat(restored.checkpoint()).isEqualTo(state);
        reports.addAll(run(restored, samples.subList(until, samples.size())));

        assertThat(reports).isEqualTo(expected);
        assertThat(restored.checkpoint()).isEqualTo(unbroken.checkpoint());
        assertThat(new ArrayList<>(restored.checkpoint().trainedUntil().keySet()))
                .isEqualTo(new ArrayList<>(unbroken.checkpoint().trainedUntil().keySet()));
    }

    @Test
    void shouldRecoverSoonerFromAChangeOfRegimeWithAResponseToIt() {
        List<TrainingSample> samples = regimes(30, 8);
        double without = lossOfTheLast(8, learning(DriftSettings.NONE), samples);
        double with = lossOfTheLast(8, learning(new DriftSettings(3, 8)), samples);
        assertThat(with).as("mean loss once the change was found").isLessThan(.95 * without);
    }

    private static double lossOfTheLast(int blocks, TrainingSettings settings, List<TrainingSample> samples) {
        List<BlockReport> reports = run(new OnlineTrainer(SPEC, settings, INITIAL), samples);
        int change = reports.size() - blocks;
        assertThat(reports.subList(0, change)).noneMatch(BlockReport::drifted);
        assertThat(reports.subList(change, change + 4)).anyMatch(BlockReport::drifted);
        return reports.subList(change + 4, reports.size()).stream()
                .mapToDouble(BlockReport::candidateLoss)
                .average()
                .orElseThrow();
    }

    @Test
    void shouldFollowItsScheduleAndTellTheRateOfTheLastUpdate() {
        var rise = new WarmUpRate(10, new ConstantRate(1e-2));
        List<BlockReport> reports = run(
                new OnlineTrainer(SPEC, learning(rise, DriftSettings.NONE, 0, new Huber(1)), INITIAL),
                Samples.learnable(3 * BLOCK, 1));
        assertThat(reports).extracting(BlockReport::learningRate).containsExactly(5e-3, 1e-2, 1e-2);
    }

    @Test
    void shouldJudgeAndLearnNothingFromTheStepsOfTheBurnIn() {
        List<TrainingSample> samples = Samples.learnable(4 * BLOCK, 1);
        List<TrainingSample> spoilt = new ArrayList<>();
        for (TrainingSample sample : samples) {
            float[] targets = sample.window().targets().clone();
            targets[0] = 1e6f;
            spoilt.add(Samples.with(sample, sample.window().inputs(), targets));
        }
        // The samples mask step 1, so that step 0 is all that a burn-in of 2 takes out.
        TrainingSettings settings = learning(new ConstantRate(1e-2), DriftSettings.NONE, 2, new Huber(1));
        assertThat(run(new OnlineTrainer(SPEC, settings, INITIAL), spoilt))
                .isEqualTo(run(new OnlineTrainer(SPEC, settings, INITIAL), samples));
    }

    @Test
    void shouldLearnSeveralOutputsPerTarget() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 6, 1, 3);
        TrainingSettings settings = learning(new ConstantRate(1e-2), DriftSettings.NONE, 0, new Pinball(.1, .5, .9));
        List<BlockReport> reports = run(
                new OnlineTrainer(spec, settings, Initializer.initialize(spec, 3)), Samples.learnable(40 * BLOCK, 1));
        assertThat(reports.get(39).candidateLoss())
                .isLessThan(.5 * reports.get(0).candidateLoss());
        var many = new Window(1, 2, 3, new float[2], new float[3], new float[3], new float[6]);
        var trainer = new OnlineTrainer(spec, settings, Initializer.initialize(spec, 3));
        assertThatThrownBy(() -> trainer.add(new TrainingSample("a", 5, 6, many)))
                .hasMessage("window of 'a' from 5 has 3 targets, network expects 1");
    }

    @Test
    void shouldReportWhatTheReadoutsHaveInCommon() {
        List<BlockReport> reports =
                run(new OnlineTrainer(SPEC, SETTINGS, INITIAL), withReadouts(Samples.learnable(2 * BLOCK, 1)));
        // Of keys 0, 1 and 2, whose latest windows of the second block are numbers 9, 10 and 11.
        SharedPrior prior = Objects.requireNonNull(reports.get(1).prior());
        assertThat(prior.mean()).containsExactly(1, 10);
        assertThat(prior.variance()).containsExactly(1, 1);
        assertThat(run(new OnlineTrainer(SPEC, SETTINGS, INITIAL), Samples.learnable(BLOCK, 1))
                        .get(0)
                        .prior())
                .isNull();
    }

    /** Readouts that tell their key and the window's number. */
    private static List<TrainingSample> withReadouts(List<TrainingSample> samples) {
        List<TrainingSample> with = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            TrainingSample sample = samples.get(i);
            var readout = new KeyReadout(new float[] {i % 3, i}, 100, 1);
            with.add(new TrainingSample(sample.key(), sample.fromTime(), sample.untilTime(), sample.window(), readout));
        }
        return with;
    }

    /** Blocks of noisy windows whose targets, from some block on, have the other sign. */
    private static List<TrainingSample> regimes(int blocksBefore, int blocksAfter) {
        List<TrainingSample> samples = new ArrayList<>(Samples.learnable((blocksBefore + blocksAfter) * BLOCK, 1));
        var random = new java.util.Random(4);
        for (int i = 0; i < samples.size(); i++) {
            float sign = i < blocksBefore * BLOCK ? 1 : -1;
            float[] targets = samples.get(i).window().targets().clone();
            for (int t = 0; t < targets.length; t++) {
                targets[t] = sign * targets[t] + .2f * (float) random.nextGaussian();
            }
            samples.set(i, Samples.with(samples.get(i), samples.get(i).window().inputs(), targets));
        }
        return samples;
    }

    private static TrainingSettings learning(DriftSettings drift) {
        return learning(new ConstantRate(1e-2), drift, 0, new Huber(1));
    }

    private static TrainingSettings learning(
            LearningRateSchedule schedule, DriftSettings drift, int burnIn, Loss loss) {
        return new TrainingSettings(loss, schedule, drift, 1, 8, 5, BLOCK, 15, burnIn, .01, 7);
    }

    @Test
    void shouldDependOnItsWindowsAndItsSeedAlone() {
        List<TrainingSample> samples = Samples.learnable(8 * BLOCK, 1);
        TrainerState once = stateAfter(SETTINGS, samples);
        assertThat(stateAfter(SETTINGS, samples)).isEqualTo(once);
        var otherSeed = Samples.settings(1, 1e-2, 1, 8, 5, BLOCK, 15, 0.01, 8);
        assertThat(stateAfter(otherSeed, samples).candidate()).isNotEqualTo(once.candidate());
    }

    @Test
    void shouldGiveTheSameBitsOnEveryMachine() {
        Parameters trained =
                stateAfter(SETTINGS, Samples.learnable(8 * BLOCK, 1)).candidate();
        var bytes = ByteBuffer.allocate(4 * trained.size());
        for (int i = 0; i < trained.size(); i++) {
            bytes.putFloat(trained.get(i));
        }
        var checksum = new CRC32C();
        checksum.update(bytes.flip());
        assertThat(checksum.getValue()).isEqualTo(4254045315L);
    }

    @Test
    void shouldKeepTheBlockInProgressOutOfACheckpoint() {
        List<TrainingSample> samples = Samples.learnable(2 * BLOCK, 1);
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        run(trainer, samples.subList(0, BLOCK));
        TrainerState before = trainer.checkpoint();
        run(trainer, samples.subList(BLOCK, 2 * BLOCK - 1));
        assertThat(trainer.checkpoint()).isEqualTo(before);
        assertThat(before.windows()).isEqualTo(BLOCK);
    }

    @Test
    void shouldTakeBackAChampionThatLaterWindowsDoNotBearOut() {
        int patience = 2;
        TrainingSettings settings = learning(DriftSettings.NONE).withProbation(new ProbationSettings(.05, patience));
        List<TrainingSample> samples = regimes(20, 3);
        List<TrainingSample> back = Samples.learnable(40 * BLOCK, 1).subList(23 * BLOCK, 40 * BLOCK);
        var trainer = new OnlineTrainer(SPEC, settings, INITIAL);
        run(trainer, samples.subList(0, 20 * BLOCK));
        Parameters before = trainer.checkpoint().champion();
        // The other regime lasts for long enough to promote a version that fits it, and for too short to prove that.
        assertThat(run(trainer, samples.subList(20 * BLOCK, 23 * BLOCK))).anyMatch(BlockReport::promoted);
        assertThat(trainer.checkpoint().champion()).isNotEqualTo(before);
        Parameters fallback =
                Objects.requireNonNull(trainer.checkpoint().probation().fallback());

        List<BlockReport> reports = new ArrayList<>();
        for (int block = 0; block < 6; block++) {
            back.subList(block * BLOCK, (block + 1) * BLOCK).forEach(trainer::add);
            reports.add(trainer.finishBlock(false));
        }

        BlockReport rollback = reports.stream()
                .filter(report -> report.standing() == Standing.DEGRADED)
                .findFirst()
                .orElseThrow();
        assertThat(rollback.championLoss()).isGreaterThan(1.05 * rollback.fallbackLoss());
        assertThat(rollback.restored()).isEqualTo(fallback);
        assertThat(rollback.restarted()).isTrue();
        assertThat(rollback.promoted()).isFalse();
        assertThat(trainer.checkpoint().champion()).isEqualTo(fallback);
        assertThat(reports.stream().filter(report -> report.restored() != null)).hasSize(1);
    }

    @Test
    void shouldGoOnFromTheChampionWhereAStepMadeTheWeightsInfinite() {
        var spec = new NetworkSpec(CellKind.RNN_RELU, 2, 6, 1, 1);
        Parameters initial = RandomNetworks.parameters(spec, 1);
        var exploding = Samples.settings(1, 3e38, 1, 8, 5, BLOCK, 15, .9, 7);
        var trainer = new OnlineTrainer(spec, exploding, initial);
        List<BlockReport> reports = run(trainer, Samples.learnable(6 * BLOCK, 1));
        assertThat(reports).as("a step of 3e38 is too long for a float").anyMatch(BlockReport::restarted);
        assertThat(reports).allSatisfy(report -> {
            if (report.promotedParameters() != null) {
                assertThat(report.promotedParameters().isFinite()).isTrue();
            }
        });
        assertThat(trainer.checkpoint().candidate().isFinite()).isTrue();
        assertThat(trainer.checkpoint().champion().isFinite()).isTrue();
    }

    @Test
    void shouldLearnOnFromWeightsThatSomebodyHasChosen() {
        List<TrainingSample> samples = Samples.learnable(5 * BLOCK, 1);
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        run(trainer, samples.subList(0, 3 * BLOCK));
        Parameters chosen = RandomNetworks.parameters(SPEC, 9);
        trainer.install(chosen);
        TrainerState state = trainer.checkpoint();
        assertThat(state.champion()).isEqualTo(chosen);
        assertThat(state.candidate()).isEqualTo(chosen);
        assertThat(state.contender().weights()).isEqualTo(chosen);
        assertThat(state.adam().steps()).isZero();
        BlockReport next = run(trainer, samples.subList(3 * BLOCK, 4 * BLOCK)).get(0);
        assertThat(next.championLoss()).isEqualTo(huberLoss(chosen, samples.subList(3 * BLOCK, 4 * BLOCK)));
        assertThat(next.promoted()).as("the champion itself").isFalse();
    }

    @Test
    void shouldRejectAReplayOfAnotherLength() {
        TrainerState state = stateAfter(SETTINGS, Samples.learnable(BLOCK, 1));
        assertThatThrownBy(() -> OnlineTrainer.restore(SPEC, SETTINGS, state, List.of()))
                .hasMessage("there are 0 samples to replay, the checkpoint expects 6");
    }

    @Test
    void shouldRejectAWindowOfAnotherShapeBeforeItEntersTheBlock() {
        var trainer = new OnlineTrainer(SPEC, SETTINGS, INITIAL);
        var wide = new Window(1, 3, 1, new float[3], new float[1], new float[1], new float[6]);
        assertThatThrownBy(() -> trainer.accept(new TrainingSample("a", 5, 6, wide)))
                .hasMessage("window of 'a' from 5 has 3 features, network expects 2");
        var many = new Window(1, 2, 2, new float[2], new float[2], new float[2], new float[6]);
        assertThatThrownBy(() -> trainer.add(new TrainingSample("a", 5, 6, many)))
                .hasMessage("window of 'a' from 5 has 2 targets, network expects 1");
        var stateless = new Window(1, 2, 1, new float[2], new float[1], new float[1], new float[5]);
        assertThatThrownBy(() -> trainer.add(new TrainingSample("a", 5, 6, stateless)))
                .hasMessage("window of 'a' from 5 has 5 values of state, network expects 6");
        assertThat(trainer.checkpoint().windows()).isZero();
    }

    @Test
    void shouldFinishABlockBeforeOrAfterItIsFullAndPromoteOnlyWhereItMay() {
        List<TrainingSample> samples = Samples.learnable(3 * BLOCK, 1);
        var thorough = Samples.settings(1, 1e-2, 1, 8, 40, BLOCK, 15, 0.01, 7);
        var trainer = new OnlineTrainer(SPEC, thorough, INITIAL);
        assertThat(trainer.isBlockEmpty()).isTrue();
        samples.subList(0, BLOCK + 1).forEach(trainer::add);
        assertThat(trainer.isBlockEmpty()).isFalse();
        assertThat(trainer.isBlockFull()).isTrue();
        BlockReport first = trainer.finishBlock(true);
        assertThat(first.windows()).isEqualTo(BLOCK + 1);
        assertThat(trainer.isBlockEmpty()).isTrue();
        assertThat(trainer.checkpoint().replayWindows()).isEqualTo(BLOCK + 1);

        samples.subList(BLOCK + 3, 2 * BLOCK).forEach(trainer::add);
        assertThat(trainer.isBlockFull()).isFalse();
        BlockReport second = trainer.finishBlock(false);
        assertThat(second.block()).isEqualTo(2);
        assertThat(second.candidateLoss()).isLessThan(second.championLoss());
        assertThat(second.promoted()).isFalse();
        assertThat(second.promotedParameters()).isNull();
        assertThat(trainer.checkpoint().champion()).isEqualTo(INITIAL);

        samples.subList(2 * BLOCK, 3 * BLOCK).forEach(trainer::add);
        assertThat(trainer.finishBlock(true).promoted()).isTrue();
    }

    @Test
    void shouldReportTheShareOfUpdatesWhoseGradientWasClipped() {
        List<TrainingSample> samples = Samples.learnable(BLOCK, 1);
        var never = Samples.settings(1, 1e-2, 1e6, 8, 5, BLOCK, 15, 0.01, 7);
        var always = Samples.settings(1, 1e-2, 1e-6, 8, 5, BLOCK, 15, 0.01, 7);
        assertThat(run(new OnlineTrainer(SPEC, never, INITIAL), samples)
                        .get(0)
                        .gradients()
                        .clippedShare())
                .isZero();
        assertThat(run(new OnlineTrainer(SPEC, always, INITIAL), samples)
                        .get(0)
                        .gradients()
                        .clippedShare())
                .isOne();
    }

    @Test
    void shouldForgetReplayWindowsThatAreGone() {
        TrainerState state = stateAfter(SETTINGS, Samples.learnable(2 * BLOCK, 1));
        TrainerState fewer = state.withReplayWindows(3);
        assertThat(fewer.replayWindows()).isEqualTo(3);
        assertThat(fewer.withReplayWindows(state.replayWindows())).isEqualTo(state);
        List<TrainingSample> replay = Samples.learnable(2 * BLOCK, 1).subList(9, 12);
        assertThat(OnlineTrainer.restore(SPEC, SETTINGS, fewer, replay).checkpoint())
                .isEqualTo(fewer);
    }

    private static TrainerState stateAfter(TrainingSettings settings, List<TrainingSample> samples) {
        var trainer = new OnlineTrainer(SPEC, settings, INITIAL);
        run(trainer, samples);
        return trainer.checkpoint();
    }

    private static List<BlockReport> run(OnlineTrainer trainer, List<TrainingSample> samples) {
        List<BlockReport> reports = new ArrayList<>();
        for (TrainingSample sample : samples) {
            trainer.accept(sample).ifPresent(reports::add);
        }
        return Collections.unmodifiableList(reports);
    }

    private static double huberLoss(Parameters parameters, List<TrainingSample> samples) {
        List<Window> windows = samples.stream().map(TrainingSample::window).toList();
        return new TruncatedBptt(SPEC, new Huber(1)).loss(parameters, windows, 0);
    }
}
