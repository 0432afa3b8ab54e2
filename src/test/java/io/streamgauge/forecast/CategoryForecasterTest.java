package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Successions;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One key's categories, event by event. */
class CategoryForecasterTest {

    private static final CategorySpec SPEC = new CategorySpec(6, false, CellKind.GRU, 5, 1, 4, 2);
    private static final List<String> NAMES = List.of("login", "view", "pay");
    /** Half precision of a logarithm near 2. */
    private static final double HALF = 2e-3;

    private final CategoryForecaster forecaster = new CategoryForecaster(SPEC);
    private final CategoryForecaster.Workspace workspace = new CategoryForecaster.Workspace(SPEC);

    private static ModelSnapshot model(int known) {
        return model(known, 3);
    }

    private static ModelSnapshot model(int known, int seed) {
        Random random = new Random(seed);
        float[] values = new float[SPEC.network().layout().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - .5f;
        }
        Parameters parameters = Parameters.of(SPEC.network().layout(), values);
        return new ModelSnapshot(
                known,
                known,
                new RecurrentNetwork(SPEC.network(), parameters),
                null,
                new Vocabulary(NAMES.subList(0, known)));
    }

    private CategoryForecast step(CategoryState state, long time, String category, ModelSnapshot model) {
        CategoryForecast out = new CategoryForecast(SPEC);
        forecaster.step(state, time, category, model, workspace, out);
        return out;
    }

    private static Window window(CategoryForecast forecast) {
        return Objects.requireNonNull(forecast.window);
    }

    @Test
    void shouldGiveADistributionOverTheKnownAndTheUnknown() {
        CategoryForecast out = step(new CategoryState(SPEC, true), 0, "login", model(3));
        double sum = IntStream.rangeClosed(0, 3).mapToDouble(out::probability).sum();
        assertThat(sum).isCloseTo(1, within(1e-6));
        assertThat(out.probability(4)).isZero();
        int[] best = out.mostProbable(9);
        assertThat(best).hasSize(4).containsExactlyInAnyOrder(0, 1, 2, 3);
        for (int i = 1; i < best.length; i++) {
            assertThat(out.next[best[i]]).isLessThanOrEqualTo(out.next[best[i - 1]]);
        }
        assertThat(out.mostProbable(2)).containsExactly(best[0], best[1]);
    }

    @Test
    void shouldScoreAgainstThePreviousDistribution() {
        CategoryState state = new CategoryState(SPEC, true);
        CategoryForecast first = step(state, 0, "login", model(3));
        assertThat(first.surprisal()).isNaN();
        CategoryForecast second = step(state, 1, "pay", model(3));
        assertThat(second.surprisal()).isCloseTo(-first.next[3], within(HALF));
        assertThat(second.expected).isEqualTo(first.mostProbable(1)[0]);
    }

    /** Σ_c min(p_c, p), and by it whatever the distribution: at most α in at most a share α of all events. */
    @Test
    void shouldSayHowUsualAnEventWas() {
        double[] usual = new double[4];
        double[] probability = new double[4];
        for (int index = 0; index <= 3; index++) {
            CategoryState state = new CategoryState(SPEC, true);
            CategoryForecast first = step(state, 0, "login", model(3));
            assertThat(first.usual).isNaN();
            probability[index] = first.probability(index);
            usual[index] = step(state, 1, index == 0 ? "other" : NAMES.get(index - 1), model(3)).usual;
        }
        for (int index = 0; index <= 3; index++) {
            double own = probability[index];
            double all = Arrays.stream(probability).map(p -> Math.min(p, own)).sum();
            assertThat(usual[index]).isCloseTo(all, within(HALF));
            double level = usual[index];
            double share = IntStream.rangeClosed(0, 3)
                    .filter(i -> usual[i] <= level)
                    .mapToDouble(i -> probability[i])
                    .sum();
            assertThat(share).isLessThanOrEqualTo(level + HALF);
        }
    }

    @Test
    void shouldTakeAClassThatIsNewSinceForTheUnknownOne() {
        CategoryState state = new CategoryState(SPEC, true);
        CategoryForecast first = step(state, 0, "login", model(1));
        CategoryForecast second = step(state, 1, "pay", model(3));
        assertThat(second.index).isEqualTo(3);
        assertThat(second.surprisal()).isCloseTo(-first.next[Vocabulary.UNKNOWN], within(HALF));
    }

    @Test
    void shouldCutWindowsWhoseLabelsAreTheNextClasses() {
        CategoryState state = new CategoryState(SPEC, true);
        String[] events = {"login", "view", "view", "other", "pay", "login", "view"};
        List<CategoryForecast> windows = new ArrayList<>();
        for (int t = 0; t < events.length; t++) {
            CategoryForecast out = step(state, 10 * t, events[t], model(3));
            if (out.window != null) {
                windows.add(out);
            }
        }
        assertThat(windows).hasSize(2);
        Window first = window(windows.get(0));
        assertThat(first.inputs()).containsExactly(1, 2, 2, 0);
        assertThat(first.targets()).containsExactly(2, 2, 0, 3);
        assertThat(first.mask()).containsOnly(1);
        assertThat(windows.get(0).unknown).containsExactly("other");
        assertThat(windows.get(1).windowFrom).isEqualTo(20);
        assertThat(window(windows.get(1)).inputs()).containsExactly(2, 0, 3, 1);
        assertThat(windows.get(1).unknown).isEmpty();
    }

    @Test
    void shouldStartAWindowFromTheStateOfItsTime() {
        CategoryState state = new CategoryState(SPEC, true);
        step(state, 0, "login", model(3));
        step(state, 1, "view", model(3));
        float[] before = state.hidden.values().clone();
        CategoryForecast out = step(state, 2, "view", model(3));
        for (int t = 3; out.window == null || out.windowFrom != 2; t++) {
            out = step(state, t, "pay", model(3));
        }
        for (int i = 0; i < before.length; i++) {
            assertThat(window(out).initialState()[i]).isCloseTo(before[i], within(1e-3f));
        }
    }

    @Test
    void shouldTellOfFewUnknownCategoriesAndOnlyWhereWindowsAreCut() {
        CategoryState sampled = new CategoryState(SPEC, true);
        CategoryState other = new CategoryState(SPEC, false);
        for (int t = 0; t < 4; t++) {
            step(sampled, t, "x".repeat(1_000) + t, model(3));
            step(other, t, "y" + t, model(3));
        }
        assertThat(sampled.unknown()).containsExactly("x".repeat(Vocabulary.LONGEST));
        assertThat(other.unknown()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsEarlierAndTakeWhatIsOfTheSameTime() {
        CategoryState state = new CategoryState(SPEC, true);
        step(state, 5, "login", model(3));
        step(state, 5, "view", model(3));
        assertThatThrownBy(() -> step(state, 4, "view", model(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("before the last one at 5");
    }

    @Test
    void shouldKnowLogLinesByTheirTemplates() {
        CategorySpec lines = new CategorySpec(6, true, CellKind.GRU, 5, 1, 4, 2);
        Vocabulary vocabulary = new Vocabulary(List.of("user <*> logged in", "block <*> received"));
        assertThat(lines.classOf(lines.name("user anna logged in"), vocabulary)).isEqualTo(1);
        assertThat(lines.classOf(lines.name("block blk_17 received"), vocabulary))
                .isEqualTo(2);
        assertThat(lines.classOf(lines.name("out of memory"), vocabulary)).isEqualTo(Vocabulary.UNKNOWN);
    }

    /** Somebody went back to a version that knows fewer. */
    @Test
    void shouldExpectTheUnknownWhereTheVersionNoLongerHasTheClass() {
        ModelSnapshot one = model(1);
        int beyond = 0;
        for (int seed = 0; seed < 20; seed++) {
            CategoryState state = new CategoryState(SPEC, true);
            CategoryForecast before = step(state, 0, "login", model(3, seed));
            int likeliest = before.mostProbable(1)[0];
            CategoryForecast after = step(state, 1, "pay", one);
            assertThat(after.expected).isEqualTo(likeliest <= 1 ? likeliest : Vocabulary.UNKNOWN);
            assertThat(one.vocabulary().name(after.expected)).isNotEmpty();
            beyond += likeliest > 1 ? 1 : 0;
        }
        assertThat(beyond).as("keys that expected a class which is no more").isPositive();
    }

    @Test
    void shouldSayNothingOfWhatCameWhileNothingWasKnown() {
        CategoryState state = new CategoryState(SPEC, true);
        ModelSnapshot nothing = model(0);
        for (int n = 0; n < 5; n++) {
            assertThat(step(state, n, "login", nothing).surprisal()).isNaN();
        }
        assertThat(step(state, 5, "login", model(3)).surprisal()).isNaN();
        assertThat(step(state, 6, "login", model(3)).surprisal()).isPositive();
    }

    @Test
    void shouldCutNoWindowOfEventsFromBeforeItsKeyWasSampled() {
        CategoryState state = new CategoryState(SPEC, false);
        for (int n = 0; n < 21; n++) {
            step(state, n, "view", model(3));
        }
        state.sample(SPEC, true);
        int first = -1;
        for (int n = 21; n < 40 && first < 0; n++) {
            CategoryForecast out = step(state, n, "view", model(3));
            if (out.window != null) {
                first = n;
                assertThat(out.windowFrom).isGreaterThanOrEqualTo(21);
                assertThat(window(out).inputs()).containsOnly(2);
            }
        }
        assertThat(first).isGreaterThanOrEqualTo(21 + SPEC.windowSteps());
    }

    @Test
    void shouldCallALineByItsTemplate() {
        CategorySpec lines = new CategorySpec(6, true, CellKind.GRU, 5, 1, 4, 2);
        Vocabulary vocabulary = new Vocabulary(List.of("user <*> logged in"));
        ModelSnapshot model = new ModelSnapshot(1, 1, model(1).network(), null, vocabulary);
        CategoryForecast out = new CategoryForecast(lines);
        new CategoryForecaster(lines)
                .step(
                        new CategoryState(lines, true),
                        0,
                        "user anna logged in",
                        model,
                        new CategoryForecaster.Workspace(lines),
                        out);
        assertThat(out.index).isEqualTo(1);
        assertThat(out.name).isEqualTo("user <*> logged in");
    }

    /** A tenth of the forecast is how often what comes has followed the last two. */
    @Test
    void shouldAllowForWhatHasFollowed() {
        Successions successions = new Successions();
        for (int n = 0; n < 500; n++) {
            successions.learn(1, 2, 3);
        }
        ModelSnapshot alone = model(3);
        ModelSnapshot mixed = new ModelSnapshot(
                alone.generation(), alone.version(), alone.network(), null, new Vocabulary(NAMES, successions));
        CategoryState state = new CategoryState(SPEC, true);
        CategoryState same = new CategoryState(SPEC, true);
        for (String event : List.of("pay", "login")) {
            step(state, 0, event, alone);
            step(same, 0, event, mixed);
        }
        CategoryForecast without = step(state, 1, "view", alone);
        CategoryForecast with = step(same, 1, "view", mixed);
        double[] followed = new double[4];
        successions.probabilities(1, 2, 4, followed);
        for (int c = 0; c <= 3; c++) {
            assertThat(with.probability(c)).isCloseTo(.9 * without.probability(c) + .1 * followed[c], within(1e-6));
        }
        assertThat(with.probability(3)).isGreaterThan(without.probability(3));
    }
}
