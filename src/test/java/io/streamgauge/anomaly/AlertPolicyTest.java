package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.Runs;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.nn.CellKind;
import io.streamgauge.signal.Measurement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores of the test's own making, and what the policy makes of them. */
class AlertPolicyTest {

    private static final long MINUTE = 60_000;
    private static final AlertRules LENIENT = AlertRules.lenient(10);

    @Test
    void shouldOpenOneEpisodeUpdateItAndCloseItOnceTheScoreHasFallen() {
        Key key = new Key(LENIENT);
        assertThat(key.spike(1.2, 5)).isEqualTo("spike");
        assertThat(key.changes()).containsExactly(EpisodeChange.OPENED);
        key.held(.9);
        assertThat(key.changes()).isEmpty();
        key.spike(1.5, 5);
        assertThat(key.changes()).containsExactly(EpisodeChange.UPDATED);
        key.held(.6);
        assertThat(key.changes()).as("below 1, but not below the lower bar").isEmpty();
        key.held(.4);
        assertThat(key.changes()).containsExactly(EpisodeChange.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"ABOVE,5,true", "ABOVE,-5,false", "BELOW,5,false", "BELOW,-5,true", "BOTH,5,true", "BOTH,-5,true"})
    void shouldOpenOnTheAskedSideOnly(Direction direction, double deviation, boolean opens) {
        Key key = new Key(rules(direction, 0, 0, 0, 0, false));
        key.spike(1.2, deviation);
        assertThat(key.state.isOpen()).isEqualTo(opens);
    }

    @ParameterizedTest
    @CsvSource({
        "6,0,0,within_margin",
        "4,0,0,spike",
        "0,.06,0,within_margin",
        "0,.04,0,spike",
        "0,0,2,within_margin",
        "0,0,1,spike"
    })
    void shouldOpenForADeviationThatIsLargeEnoughOnly(double least, double relative, double floor, String reason) {
        // The deviation is 5, what was expected 100.
        Key key = new Key(rules(Direction.BOTH, least, relative, floor, 0, false));
        assertThat(key.spike(1.2, 5)).isEqualTo(reason);
    }

    @Test
    void shouldOpenNoneInTheCoolDownAfterAnEpisode() {
        Key key = new Key(rules(Direction.BOTH, 0, 0, 0, 5 * MINUTE, false));
        key.spike(1.2, 5);
        key.held(.1);
        key.held(.1);
        assertThat(key.spike(1.2, 5)).isEqualTo("cooldown");
        for (int n = 0; n < 5; n++) {
            key.held(.1);
        }
        assertThat(key.spike(1.2, 5)).isEqualTo("spike");
    }

    @Test
    void shouldOpenNoneForAMutedKeyAndCloseWhatIsOpenWhenItIsMuted() {
        Key key = new Key(LENIENT);
        key.spike(1.2, 5);
        key.rules = rules(Direction.BOTH, 0, 0, 0, 0, true);
        assertThat(key.held(1.1)).isEqualTo("muted");
        assertThat(key.changes()).containsExactly(EpisodeChange.CLOSED);
        assertThat(key.spike(2, 5)).isEqualTo("muted");
        assertThat(key.state.isOpen()).isFalse();
    }

    @Test
    void shouldEndTheWarmUpByTimeWhereEventsAreFew() {
        Key slow =
                new Key(new AlertRules(true, 10_000, 60 * MINUTE, .5, Direction.BOTH, 0, 0, 0, 0, false, 3, List.of()));
        slow.count = 59;
        assertThat(slow.spike(1.2, 5)).isEqualTo("warm_up");
        assertThat(slow.spike(1.2, 5)).isEqualTo("spike");
    }

    @Test
    void shouldRaiseAnAlertAtALowerScoreForWhatWasLabelledAnAnomaly() {
        Key key = new Key(LENIENT);
        assertThat(key.spike(.9, 5)).isEqualTo("within_margin");
        key.label(LabelKind.ANOMALY);
        key.held(.1);
        assertThat(key.spike(.85, 5)).isEqualTo("spike");
        key.held(.1);
        assertThat(key.spike(.85, -5)).as("to the other side").isEqualTo("within_margin");
    }

    @Test
    void shouldTellAnAlertThatIsNormalFromALargerOneAndFromOneToTheOtherSide() {
        Key key = new Key(LENIENT);
        key.spike(1.2, 5);
        key.label(LabelKind.NORMAL);
        assertThat(key.changes()).containsExactly(EpisodeChange.CLOSED);
        key.held(.1);
        assertThat(key.spike(1.4, 6)).isEqualTo("labelled_normal");
        key.held(.1);
        assertThat(key.spike(1.4, -6)).isEqualTo("spike");
        key.held(.1);
        assertThat(key.spike(1.4, 20)).isEqualTo("spike");
        key.held(.1);
        assertThat(key.value(Statistic.DRIFT, 1.4, 1.4, 6)).as("a lasting one").isEqualTo("drift");
    }

    @ParameterizedTest
    @CsvSource({"100,true", "115,false"})
    void shouldOpenAForecastAlertWhereItIsLikelyEnough(double threshold, boolean opens) {
        // Median 105, nine in ten from 100 to 110: nearly surely above 97, hardly ever above 115.
        Key key = new Key(forecasting(new ForecastRule(true, threshold - 3, 60 * MINUTE, .9, "rule")));
        key.expect(105, 100, 110);
        key.held(.1);
        assertThat(key.changes()).isEqualTo(opens ? List.of(EpisodeChange.OPENED) : List.of());
        key.held(.1);
        assertThat(key.changes()).as("no second one").isEmpty();
        key.expect(80, 75, 85);
        key.held(.1);
        assertThat(key.changes()).isEqualTo(opens ? List.of(EpisodeChange.CLOSED) : List.of());
    }

    @Test
    void shouldLookNoFurtherAheadThanTheForecastRule() {
        Key key = new Key(forecasting(new ForecastRule(true, 97, MINUTE / 2, .9, "rule")));
        key.expect(105, 100, 110);
        key.held(.1);
        assertThat(key.changes()).isEmpty();
    }

    @Test
    void shouldCloseAForecastAlertWhoseRuleIsGone() {
        Key key = new Key(forecasting(new ForecastRule(true, 97, 60 * MINUTE, .9, "rule")));
        key.expect(105, 100, 110);
        key.held(.1);
        key.rules = LENIENT;
        key.held(.1);
        assertThat(key.result.changes)
                .extracting(EpisodeEvent::change, EpisodeEvent::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(EpisodeChange.CLOSED, "rule_gone"));
    }

    private static AlertRules rules(
            Direction direction, double least, double relative, double floor, long coolDown, boolean muted) {
        return new AlertRules(
                true, 10, Long.MAX_VALUE, .5, direction, least, relative, floor, coolDown, muted, 3, List.of());
    }

    private static AlertRules forecasting(ForecastRule rule) {
        return new AlertRules(true, 10, Long.MAX_VALUE, .5, Direction.BOTH, 0, 0, 0, 0, false, 3, List.of(rule));
    }

    /** One key, a value a minute, 100 expected of each. */
    private static final class Key {
        private final ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        private final AlertPolicy policy = new AlertPolicy(new ForecastAlerts(spec.bandLevels()));
        private final Forecast forecast = new Forecast(spec);
        private final AnomalyResult result = new AnomalyResult();
        private final AlertState state = new AlertState();
        private AlertRules rules;
        private long count = 100;

        Key(AlertRules rules) {
            this.rules = rules;
            expect(Double.NaN, Double.NaN, Double.NaN);
        }

        void expect(double median, double lower, double upper) {
            Arrays.fill(forecast.first().median, median);
            Arrays.fill(forecast.first().lower[0], lower);
            Arrays.fill(forecast.first().upper[0], upper);
        }

        /** A new highest score. */
        String spike(double score, double deviation) {
            return value(Statistic.SPIKE, score, score, deviation);
        }

        /** A value as usual, while the score fades. */
        String held(double score) {
            return value(Statistic.SPIKE, score, 0, 0);
        }

        String value(Statistic statistic, double score, double alertScore, double deviation) {
            SeriesBefore before = new SeriesBefore();
            before.look(count, count * MINUTE, 100, MINUTE, Double.POSITIVE_INFINITY);
            count++;
            result.loudest = statistic;
            result.target = 0;
            result.expected = 100;
            result.score = score;
            result.alertScore = alertScore;
            TargetForecast target = forecast.first();
            target.hasPrevious = true;
            target.previousMean = 100;
            target.value = 100 + deviation;
            Arrays.fill(forecast.targetTime, (count + 1) * MINUTE);
            policy.judge(state, rules, before, Measurement.of(count * MINUTE, target.value), forecast, result);
            return result.reason;
        }

        void label(LabelKind kind) {
            Feedback.take(state, new LabelledSpan(count * MINUTE, count * MINUTE, kind), count * MINUTE, result);
        }

        List<EpisodeChange> changes() {
            return result.changes.stream().map(EpisodeEvent::change).toList();
        }
    }
}
