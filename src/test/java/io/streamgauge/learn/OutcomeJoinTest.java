package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows wait until it is known what came after each of their steps. */
class OutcomeJoinTest {
    private static final int STEPS = Samples.STEPS;
    private static final long STEP = 10;
    private static final long WITHIN = 30;
    private static final int MOST = 100;

    /** The window of a key whose first step is at {@code from}; its last value comes a step after its last. */
    private static TrainingSample sample(String key, long from) {
        float[] inputs = new float[2 * STEPS];
        Arrays.fill(inputs, from);
        return new TrainingSample(key, from, from + STEPS * STEP, Samples.window(inputs, new float[STEPS]));
    }

    private static List<Long> times(long from) {
        return LongStream.range(0, STEPS).mapToObj(t -> from + t * STEP).toList();
    }

    private static List<ReadSample> window(OutcomeJoin join, String key, long from, long origin) {
        return join.window(sample(key, from), times(from), origin);
    }

    private static OutcomeJoin join(boolean silenceIsNo) {
        return new OutcomeJoin(new OutcomeSettings(WITHIN, 20, silenceIsNo, MOST));
    }

    private static OutcomeLabels.Label outcome(long from, long to) {
        return new OutcomeLabels.Label(from, to, true);
    }

    /** The outcome of every step: 1, 0, or NaN where it is not learned from. */
    private static List<Float> outcomes(ReadSample given) {
        Window window = given.sample().window();
        assertThat(window.targetsPerStep()).isEqualTo(2);
        List<Float> outcomes = new ArrayList<>();
        for (int t = 0; t < STEPS; t++) {
            outcomes.add(window.mask()[2 * t + 1] == 0 ? Float.NaN : window.targets()[2 * t + 1]);
        }
        return outcomes;
    }

    @Test
    void shouldGiveAWindowOnceItsKeyHasPassedTheTimeOfItsOutcomes() {
        OutcomeJoin join = join(true);
        assertThat(window(join, "a", 0, 7)).isEmpty();
        assertThat(window(join, "b", 1_000, 8)).as("of another key").isEmpty();
        // The last step is at 40: with 30 for the outcome and 20 for the label, known at 90.
        assertThat(window(join, "a", 39, 9)).as("ends at 89").isEmpty();
        List<ReadSample> given = window(join, "a", 40, 10);
        assertThat(given).hasSize(1);
        assertThat(given.get(0).origin()).isEqualTo(7);
        assertThat(given.get(0).sample().fromTime()).isZero();
        assertThat(join.earliest(99)).isEqualTo(8);
        assertThat(join.waiting()).isEqualTo(3);
    }

    @Test
    void shouldSayYesBeforeAnOutcomeNothingInItAndNoElsewhere() {
        OutcomeJoin join = join(true);
        window(join, "a", 0, 1);
        join.label("a", outcome(50, 50), 2);
        join.label("b", outcome(20, 20), 3);
        assertThat(outcomes(window(join, "a", 40, 4).get(0)))
                .as("steps at 0, 10, 20, 30, 40")
                .containsExactly(0f, 0f, 1f, 1f, 1f);

        OutcomeJoin lasting = join(true);
        window(lasting, "a", 0, 1);
        lasting.label("a", outcome(10, 30), 2);
        assertThat(outcomes(window(lasting, "a", 40, 3).get(0))).containsExactly(1f, Float.NaN, Float.NaN, 0f, 0f);
    }

    @Test
    void shouldLearnNothingFromSilenceThatMeansNothing() {
        OutcomeJoin join = join(false);
        window(join, "a", 0, 1);
        join.label("a", outcome(20, 20), 2);
        join.label("a", new OutcomeLabels.Label(30, 65, false), 3);
        assertThat(outcomes(window(join, "a", 40, 4).get(0))).containsExactly(1f, 1f, Float.NaN, 0f, Float.NaN);
    }

    @Test
    void shouldLeaveTheValuesAsTheyAre() {
        OutcomeJoin join = join(true);
        TrainingSample sample = sample("a", 0);
        for (int t = 0; t < STEPS; t++) {
            sample.window().targets()[t] = t;
            sample.window().mask()[t] = t % 2;
        }
        join.window(sample, times(0), 1);
        Window joined = window(join, "a", 40, 2).get(0).sample().window();
        for (int t = 0; t < STEPS; t++) {
            assertThat(joined.targets()[2 * t]).isEqualTo(t);
            assertThat(joined.mask()[2 * t]).isEqualTo(t % 2);
        }
        assertThat(joined.inputs()).isEqualTo(sample.window().inputs());
    }

    @Test
    void shouldGiveUpOnAKeyThatBringsNoMoreAndNotTakeItsSilenceForANo() {
        OutcomeJoin join = join(true);
        window(join, "quiet", 0, 0);
        join.label("quiet", outcome(20, 20), 1);
        for (int i = 2; i < MOST; i++) {
            assertThat(window(join, "b", 1_000, i)).isEmpty();
        }
        List<ReadSample> given = window(join, "b", 1_000, MOST);
        assertThat(given).hasSize(1);
        assertThat(given.get(0).sample().key()).isEqualTo("quiet");
        assertThat(outcomes(given.get(0))).containsExactly(1f, 1f, Float.NaN, Float.NaN, Float.NaN);
    }

    @Test
    void shouldForgetWhatWasSaidOfATimeThatNoWindowReaches() {
        OutcomeJoin join = join(true);
        join.label("a", outcome(20, 20), 1);
        window(join, "a", 0, 2);
        assertThat(join.earliest(99)).isEqualTo(1);
        window(join, "a", 40, 3);
        assertThat(join.earliest(99))
                .as("the window at 0 has left, and the label with it")
                .isEqualTo(3);
    }

    @Test
    void shouldKeepNothingOfAKeyThatNothingWaitsFor() {
        OutcomeJoin join = new OutcomeJoin(new OutcomeSettings(WITHIN, 20, true, MOST));
        for (int i = 0; i < 10; i++) {
            long from = 1_000L * i;
            TrainingSample late = new TrainingSample(
                    "k" + i, from, from + 500, sample("k" + i, from).window());
            assertThat(join.window(late, times(from), i)).hasSize(1);
        }
        assertThat(join.keys()).isZero();
    }

    /** A trainer that resumes reads again from the origin of what it still holds, wherever it had stopped. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheSameAgainFromTheOriginOfWhatWasGiven(long seed) {
        int records = 2_000;
        List<List<ReadSample>> all = new ArrayList<>();
        OutcomeJoin whole = join(true);
        for (int i = 0; i < records; i++) {
            all.add(record(whole, i, seed));
        }
        Random random = new Random(seed);
        for (int trial = 0; trial < 20; trial++) {
            int stop = 500 + random.nextInt(records - 600);
            int kept = 1 + random.nextInt(40);
            OutcomeJoin before = join(true);
            List<ReadSample> given = new ArrayList<>();
            for (int i = 0; i < stop; i++) {
                given.addAll(record(before, i, seed));
            }
            List<ReadSample> last = given.subList(given.size() - kept, given.size());
            long from = last.stream().mapToLong(ReadSample::origin).reduce(before.earliest(stop), Math::min);
            OutcomeJoin again = join(true);
            List<ReadSample> read = new ArrayList<>();
            for (int i = (int) from; i < stop; i++) {
                read.addAll(record(again, i, seed));
            }
            assertThat(read.subList(read.size() - kept, read.size())).isEqualTo(last);
            for (int i = stop; i < stop + 100; i++) {
                assertThat(record(again, i, seed)).isEqualTo(all.get(i));
            }
        }
    }

    /** Record number i of a stream of windows of five keys, one of them seldom, and of labels, some of them late. */
    private static List<ReadSample> record(OutcomeJoin join, int i, long seed) {
        Random random = new Random(seed * 1_000_003 + i);
        int key = random.nextInt(40) == 0 ? 4 : random.nextInt(4);
        if (random.nextInt(4) == 0) {
            long at = 2L * i - 60 + random.nextInt(80);
            return join.label(
                    "k" + key, new OutcomeLabels.Label(at, at + random.nextInt(20), random.nextInt(3) > 0), i);
        }
        return window(join, "k" + key, 2L * i, i);
    }

    @Test
    void shouldRefuseAWindowWithoutATimeForEveryStep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> join(true).window(sample("a", 0), List.of(0L, 10L), 1))
                .withMessage("window of 'a' has 2 times, expected one for each of its " + STEPS + " steps");
    }
}
