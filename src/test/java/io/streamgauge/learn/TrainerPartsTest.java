package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TrainerPartsTest {
    private static final List<TrainingSample> SAMPLES = Samples.learnable(40, 1);

    @Nested
    class TrainedUntilTest {
        private final TrainedUntil trainedUntil = new TrainedUntil(2, Map.of(), Long.MIN_VALUE);

        private boolean isUnseen(TrainingSample sample) {
            return trainedUntil
                    .contender(RandomNetworks.parameters(Samples.SPEC, 1))
                    .isUnseen(sample);
        }

        @Test
        void shouldCountATouchingWindowAsShared() {
            trainedUntil.record(sample("a", 0, 10));
            assertThat(isUnseen(sample("a", 10, 20))).isFalse();
            assertThat(isUnseen(sample("a", 11, 20))).isTrue();
            assertThat(isUnseen(sample("b", 0, 10))).isTrue();
        }

        @Test
        void shouldNotGoBackForALateWindow() {
            trainedUntil.record(sample("a", 0, 10));
            trainedUntil.record(sample("a", 0, 5));
            assertThat(isUnseen(sample("a", 7, 20))).isFalse();
        }

        @Test
        void shouldDropTheSeriesTrainedOnLongestAgoAndCountItAsTrainedFromThenOn() {
            trainedUntil.record(sample("a", 0, 10));
            trainedUntil.record(sample("b", 0, 50));
            trainedUntil.record(sample("a", 11, 20));
            trainedUntil.record(sample("c", 0, 30));
            assertThat(trainedUntil.untilByKey().keySet()).containsExactly("a", "c");
            assertThat(trainedUntil.droppedUntil()).isEqualTo(50);
            assertThat(isUnseen(sample("b", 50, 60))).isFalse();
            assertThat(isUnseen(sample("b", 51, 60))).isTrue();
            trainedUntil.record(sample("b", 0, 5));
            assertThat(isUnseen(sample("b", 6, 60))).isFalse();
        }
    }

    @Nested
    class ReplayBufferTest {
        @Test
        void shouldKeepTheLastWindowsInOrder() {
            var replay = new ReplayBuffer(3);
            for (int i = 0; i < 8; i++) {
                replay.add(SAMPLES.get(i));
                assertThat(replay.size()).isEqualTo(Math.min(i + 1, 3));
            }
            assertThat(List.of(replay.get(0), replay.get(1), replay.get(2))).isEqualTo(SAMPLES.subList(5, 8));
        }
    }

    @Nested
    class MinibatchSamplerTest {
        private final MinibatchSampler sampler = new MinibatchSampler(5, 9);

        @Test
        void shouldTakeNewWindowsInTurnAndTheRestFromTheReplay() {
            List<TrainingSample> block = SAMPLES.subList(0, 4);
            ReplayBuffer replay = replay(SAMPLES.subList(10, 30));
            assertThat(sampler.draw(block, replay, 0, 0, false).subList(0, 3)).isEqualTo(windows(0, 1, 2));
            assertThat(sampler.draw(block, replay, 1, 1, false).subList(0, 3)).isEqualTo(windows(3, 0, 1));
            List<Window> old = windows(SAMPLES.subList(10, 30));
            assertThat(sampler.draw(block, replay, 1, 1, false)).hasSize(5);
            assertThat(old).containsAll(sampler.draw(block, replay, 1, 1, false).subList(3, 5));
        }

        @Test
        void shouldTakeNewWindowsOnlyWhileThereIsNothingToReplay() {
            var empty = new ReplayBuffer(3);
            assertThat(sampler.draw(SAMPLES.subList(0, 8), empty, 0, 0, false)).isEqualTo(windows(0, 1, 2, 3, 4));
            assertThat(sampler.draw(SAMPLES.subList(0, 2), empty, 0, 0, false)).isEqualTo(windows(0, 1));
        }

        @Test
        void shouldTakeMoreNewWindowsWhileTheTrainerRespondsToADrift() {
            var eight = new MinibatchSampler(8, 9);
            List<TrainingSample> block = SAMPLES.subList(0, 8);
            ReplayBuffer replay = replay(SAMPLES.subList(10, 30));
            assertThat(eight.draw(block, replay, 3, 0, false)).hasSize(8);
            assertThat(eight.draw(block, replay, 3, 0, false).subList(0, 4)).isEqualTo(windows(0, 1, 2, 3));
            assertThat(eight.draw(block, replay, 3, 0, true)).hasSize(8);
            assertThat(eight.draw(block, replay, 3, 0, true).subList(0, 6)).isEqualTo(windows(0, 1, 2, 3, 4, 5));
            assertThat(windows(SAMPLES.subList(10, 30)))
                    .containsAll(eight.draw(block, replay, 3, 0, true).subList(6, 8));
        }

        @Test
        void shouldReachEveryReplayedWindowAndDrawAnewForEachUpdate() {
            ReplayBuffer replay = replay(SAMPLES.subList(10, 30));
            Set<Window> drawn = new HashSet<>();
            Set<List<Window>> batches = new HashSet<>();
            for (int update = 0; update < 200; update++) {
                List<Window> batch = sampler.draw(SAMPLES.subList(0, 4), replay, update, 0, false)
                        .subList(3, 5);
                drawn.addAll(batch);
                batches.add(batch);
            }
            assertThat(drawn).hasSize(20);
            assertThat(batches).as("of 400 pairs").hasSizeGreaterThan(120);
        }

        @Test
        void shouldDrawAsTheGeneratorOfItsSeedAndUpdateDoes() {
            ReplayBuffer replay = replay(SAMPLES.subList(10, 30));
            for (long update : new long[] {0, 1, 2, 1_000_000}) {
                var random = new SplittableRandom(9 + update * 0xD1342543DE82EF95L);
                List<Window> expected = new ArrayList<>(windows(0));
                for (int i = 1; i < 5; i++) {
                    int index = (int) (((random.nextLong() >>> 33) * 20) >>> 31);
                    expected.add(SAMPLES.get(10 + index).window());
                }
                assertThat(sampler.draw(SAMPLES.subList(0, 1), replay, update, 3, false))
                        .isEqualTo(expected);
            }
        }

        @Test
        void shouldLeaveOutWhatIsUnusable() {
            float[] inputs = new float[2 * Samples.STEPS];
            inputs[3] = Float.NaN;
            TrainingSample spoilt = Samples.with(SAMPLES.get(0), inputs, new float[Samples.STEPS]);
            List<TrainingSample> block = List.of(spoilt, SAMPLES.get(1), spoilt, SAMPLES.get(3));
            assertThat(sampler.draw(block, new ReplayBuffer(1), 0, 0, false)).isEqualTo(windows(1, 3));
            assertThat(sampler.draw(block, replay(List.of(spoilt)), 0, 1, false))
                    .isEqualTo(windows(3, 1));
        }

        private static ReplayBuffer replay(List<TrainingSample> samples) {
            var replay = new ReplayBuffer(samples.size());
            samples.forEach(replay::add);
            return replay;
        }
    }

    @Nested
    class TrainingSampleTest {
        @Test
        void shouldBeUsableUnlessSomethingThatCountsIsNotFinite() {
            Window window = SAMPLES.get(0).window();
            assertThat(isUsable(window.inputs(), window.targets(), window.mask(), window.initialState()))
                    .isTrue();
            for (float poison : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
                float[] spoilt = window.inputs().clone();
                spoilt[spoilt.length - 1] = poison;
                assertThat(isUsable(spoilt, window.targets(), window.mask(), window.initialState()))
                        .isFalse();
                spoilt = window.initialState().clone();
                spoilt[0] = poison;
                assertThat(isUsable(window.inputs(), window.targets(), window.mask(), spoilt))
                        .isFalse();
                spoilt = window.mask().clone();
                spoilt[0] = poison;
                assertThat(isUsable(window.inputs(), window.targets(), spoilt, window.initialState()))
                        .isFalse();
                spoilt = window.targets().clone();
                spoilt[0] = poison;
                assertThat(isUsable(window.inputs(), spoilt, window.mask(), window.initialState()))
                        .isFalse();
                spoilt = window.targets().clone();
                // The target that the samples mask.
                spoilt[1] = poison;
                assertThat(isUsable(window.inputs(), spoilt, window.mask(), window.initialState()))
                        .isTrue();
            }
        }

        private static boolean isUsable(float[] inputs, float[] targets, float[] mask, float[] state) {
            var window = new Window(Samples.STEPS, 2, 1, inputs, targets, mask, state);
            return new TrainingSample("a", 0, 1, window).isUsable();
        }

        @Test
        void shouldAllowASpanOfOneInstant() {
            assertThat(sample("a", 7, 7).untilTime()).isEqualTo(7);
        }
    }

    @Nested
    class TrainingTallyTest {
        @Test
        void shouldGiveTheMeanLossAndCountWhatWasSkipped() {
            var tally = new TrainingTally();
            assertThat(tally.meanLoss()).isZero();
            tally.add(1);
            tally.add(2);
            tally.add(3);
            tally.add(6);
            tally.skip();
            tally.skip();
            assertThat(tally.meanLoss()).isEqualTo(3);
            assertThat(tally.skipped()).isEqualTo(2);
        }
    }

    @Nested
    class TrainingSettingsTest {
        @Test
        void shouldRejectSettingsThatCannotTrain() {
            assertThatThrownBy(() -> Samples.settings(1, 0, 1, 1, 1, 1, 1, 0, 0))
                    .hasMessage("rate is 0.0, must be positive and finite");
            assertThatThrownBy(() -> Samples.settings(1, 1, 1, 0, 1, 1, 1, 0, 0))
                    .hasMessage("batch is 0, must be at least 1");
            assertThatThrownBy(() -> Samples.settings(0, 1, 1, 1, 1, 1, 1, 0, 0))
                    .hasMessage("delta is 0.0, must be positive and finite");
            assertThatThrownBy(() -> Samples.settings(1, 1, 0, 1, 1, 1, 1, 0, 0))
                    .hasMessage("clipNorm is 0.0, must be positive and finite");
            assertThatThrownBy(() -> Samples.settings(1, 1, 1, 1, 0, 1, 1, 0, 0))
                    .hasMessage("updatesPerBlock is 0, must be at least 1");
            assertThatThrownBy(() -> Samples.settings(1, 1, 1, 1, 1, 0, 1, 0, 0))
                    .hasMessage("blockWindows is 0, must be at least 1");
            assertThatThrownBy(() -> Samples.settings(1, 1, 1, 1, 1, 1, 0, 0, 0))
                    .hasMessage("replayWindows is 0, must be at least 1");
            assertThatThrownBy(() -> Samples.settings(1, 1, 1, 1, 1, 1, 1, -1, 0))
                    .hasMessage("1 + promotionMargin is 0.0, must be positive and finite");
            assertThatThrownBy(() -> sample("a", 10, 9))
                    .hasMessage("window of 'a' ends at 9, before its first input at 10");
        }
    }

    private static TrainingSample sample(String key, long from, long until) {
        return Samples.at(SAMPLES.get(0), key, from, until);
    }

    private static List<Window> windows(int... indices) {
        List<Window> windows = new ArrayList<>();
        for (int index : indices) {
            windows.add(SAMPLES.get(index).window());
        }
        return windows;
    }

    private static List<Window> windows(List<TrainingSample> samples) {
        return samples.stream().map(TrainingSample::window).toList();
    }
}
