package io.streamgauge.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.KeySample;
import io.streamgauge.learn.ConstantRate;
import io.streamgauge.learn.DriftSettings;
import io.streamgauge.learn.NegativeLogLikelihood;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.CellKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Categories of files, forecast before they are seen. */
class CategoryBacktestTest {

    private static final CategorySpec SPEC = new CategorySpec(8, false, CellKind.GRU, 10, 1, 8, 4);
    private static final TrainingSettings TRAINING = new TrainingSettings(
            new NegativeLogLikelihood(8), new ConstantRate(.02), new DriftSettings(2, 4), 1, 8, 8, 8, 64, 0, .02, 1);
    private static final int EVENTS = 1_500;
    private static final int ROUND = 50;

    private static CategoryBacktest backtest() {
        return new CategoryBacktest(
                new CategoryMonitor(SPEC, new AnomalySettings(1, 10), KeySample.ALL), TRAINING, 1, ROUND);
    }

    /** What follows a b tells the c and d after it apart, two events later. */
    private static List<String> events(long seed) {
        Random random = new Random(seed);
        List<String> events = new ArrayList<>();
        while (events.size() < EVENTS) {
            boolean first = random.nextBoolean();
            events.addAll(List.of(first ? "a" : "b", "x", "y", first ? "c" : "d"));
        }
        return events;
    }

    private static List<Double> surprisals(List<String> events) {
        CategoryBacktest backtest = backtest();
        List<Double> surprisals = new ArrayList<>();
        for (int t = 0; t < events.size(); t++) {
            backtest.take("key", t, events.get(t));
            surprisals.add(backtest.forecast().surprisal());
        }
        return surprisals;
    }

    @Test
    void shouldLearnARuleThatLooksBackFurtherThanAnNGram() {
        CategoryBacktest backtest = backtest();
        NGram gram = new NGram(3);
        List<String> events = events(1);
        int network = 0;
        int counts = 0;
        int asked = 0;
        for (int t = 0; t < events.size(); t++) {
            String event = events.get(t);
            boolean far = t >= EVENTS / 2 && (event.equals("c") || event.equals("d"));
            asked += far ? 1 : 0;
            counts += far && gram.expected("key").equals(event) ? 1 : 0;
            gram.learn("key", event);
            backtest.take("key", t, event);
            network += far && backtest.forecast().expected == backtest.forecast().index ? 1 : 0;
        }
        assertThat(network / (double) asked).isGreaterThan(.95);
        assertThat(counts / (double) asked).isLessThan(.7);
        assertThat(backtest.model().vocabulary().categories()).containsExactlyInAnyOrder("a", "b", "c", "d", "x", "y");
    }

    @Test
    void shouldNotLookAhead() {
        List<String> events = events(2);
        int common = 700;
        List<String> others = new ArrayList<>(events.subList(0, common));
        others.addAll(events(3).subList(common, EVENTS));
        assertThat(surprisals(others).subList(0, common))
                .isEqualTo(surprisals(events).subList(0, common));
    }

    @Test
    void shouldCountWhatFollowsTheLongestContextSeen() {
        NGram gram = new NGram(2);
        assertThat(gram.expected("key")).isEmpty();
        for (String event : List.of("a", "b", "a", "b", "a", "c", "a")) {
            gram.learn("key", event);
        }
        assertThat(gram.expected("key")).isEqualTo("b");
        assertThat(gram.expected("other")).isEqualTo("a");
    }

    @Test
    void shouldGiveEveryCategoryAProbabilityAndAllOfThemOne() {
        NGram gram = new NGram(3);
        for (String event : List.of("a", "b", "a", "b", "a", "c", "a", "b", "a")) {
            gram.learn("key", event);
        }
        double sum = Stream.of("a", "b", "c", "never seen")
                .mapToDouble(category -> gram.probability("key", category))
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(gram.probability("key", "b"))
                .isGreaterThan(gram.probability("key", "c"))
                .isGreaterThan(.5);
        assertThat(gram.probability("key", "never seen")).isPositive();
    }
}
