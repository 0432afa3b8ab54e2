package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.http.History.KeySummary;
import io.streamgauge.http.History.Series;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 33, 100})
    void shouldKeepTheLastPointsOfAKeyInOrder(int perKey) {
        History history = new History(1, perKey);
        for (int i = 1; i <= 101; i++) {
            history.record(Forecasts.of("a", i, 10 * i, 0));
            int held = Math.min(i, perKey);
            Series series = history.series("a").orElseThrow();
            assertThat(series.points().size()).isEqualTo(held);
            assertThat(series.points().time()[0]).isEqualTo(i - held + 1);
            assertThat(series.points().time()[held - 1]).isEqualTo(i);
            assertThat(series.points().y()[held - 1]).isEqualTo(10 * i);
        }
    }

    @Test
    void shouldDropTheKeyThatWasLongestLeftAlone() {
        History history = new History(2, 5);
        history.record(Forecasts.of("written", 1, 1, 0));
        history.record(Forecasts.of("idle", 1, 1, 0));
        history.record(Forecasts.of("written", 2, 1, 0));
        history.record(Forecasts.of("new", 1, 1, 0));

        assertThat(names(history, "", 10)).containsExactly("new", "written");
    }

    @Test
    void shouldKeepAKeyThatIsBeingLookedAt() {
        History history = new History(2, 5);
        history.record(Forecasts.of("watched", 1, 1, 0));
        history.record(Forecasts.of("idle", 1, 1, 0));
        assertThat(history.series("watched")).isPresent();
        history.record(Forecasts.of("new", 1, 1, 0));

        assertThat(names(history, "", 10)).containsExactly("new", "watched");
    }

    @Test
    void shouldGiveOnlyWhatIsNewSinceARevision() {
        History history = new History(10, 3);
        history.record(Forecasts.of("a", 1, 1, 0));
        long seen = history.series("a").orElseThrow().revision();
        history.record(Forecasts.of("b", 1, 1, 0));
        history.record(Forecasts.of("a", 2, 2, 0));

        Series changes = history.seriesSince("a", seen).orElseThrow();

        assertThat(changes.points().time()).containsExactly(2);
        assertThat(changes.revision()).isEqualTo(history.revision());
        assertThat(history.seriesSince("a", changes.revision())
                        .orElseThrow()
                        .points()
                        .size())
                .isZero();
    }

    @Test
    void shouldNotAddAForecastTwice() {
        History history = new History(10, 3);
        history.record(Forecasts.of("a", 2, 2, 0));
        long revision = history.revision();
        history.record(Forecasts.of("a", 2, 9, 0));
        history.record(Forecasts.of("a", 1, 9, 0));

        assertThat(history.revision()).isEqualTo(revision);
        assertThat(history.series("a").orElseThrow().points().y()).containsExactly(2);
        assertThat(history.latest("a").orElseThrow().y()).isEqualTo(2);
    }

    @Test
    void shouldListAnomalousKeysFirstAndTheRestByName() {
        History history = new History(10, 3);
        history.record(Forecasts.of("calm b", 1, 1, 0.9));
        history.record(Forecasts.of("high", 1, 1, 1.5));
        history.record(Forecasts.of("calm a", 1, 1, 0.1));
        history.record(Forecasts.of("highest", 1, 1, 7));
        history.record(Forecasts.first("calm c", 1, 1));

        assertThat(names(history, "", 10)).containsExactly("highest", "high", "calm a", "calm b", "calm c");
        assertThat(history.overview("", 10).anomalous()).isEqualTo(2);
    }

    @Test
    void shouldSearchWithoutRegardToCaseAndSayHowManyMatch() {
        History history = new History(100, 3);
        for (int i = 0; i < 30; i++) {
            history.record(Forecasts.of("Pump-" + i, 1, 1, 0));
        }

        History.Overview overview = history.overview("pump-1", 4);

        assertThat(overview.total()).isEqualTo(30);
        assertThat(overview.matching()).isEqualTo(11);
        assertThat(overview.keys())
                .extracting(KeySummary::key)
                .containsExactly("Pump-1", "Pump-10", "Pump-11", "Pump-12");
    }

    @Test
    void shouldMarkWhatHadNotBeenForecastWithNaN() {
        History history = new History(1, 3);
        history.record(Forecasts.first("a", 1, 5));

        History.Points points = history.series("a").orElseThrow().points();

        assertThat(points.yhat()).containsExactly(Double.NaN);
        assertThat(points.yhatLower()).containsExactly(Double.NaN);
        assertThat(points.y()).containsExactly(5);
    }

    @Test
    void shouldStayWithinItsBoundsUnderConcurrentUse() throws InterruptedException {
        History history = new History(8, 16);
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            int writer = w;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2000; i++) {
                    history.record(Forecasts.of("key " + (i + writer) % 12, i, i, 0));
                    history.overview("1", 3);
                    history.seriesSince("key 1", i)
                            .ifPresent(
                                    series -> assertThat(series.points().size()).isLessThanOrEqualTo(16));
                }
            });
            thread.start();
            writers.add(thread);
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(history.overview("", 100).keys()).hasSize(8);
    }

    @Test
    void shouldRefuseAHistoryOfNothing() {
        assertThatThrownBy(() -> new History(0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 keys with 5 points");
    }

    private static List<String> names(History history, String search, int limit) {
        return history.overview(search, limit).keys().stream()
                .map(KeySummary::key)
                .toList();
    }
}
