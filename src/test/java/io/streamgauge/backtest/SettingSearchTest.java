package io.streamgauge.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.backtest.SettingSearch.Knob;
import io.streamgauge.backtest.SettingSearch.Trial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The search climbs to what is best along each setting, tries nothing twice and stays within its budget. */
class SettingSearchTest {

    private static final Knob SIZE = new Knob("size", List.of("1", "2", "3", "4", "5", "6"), true);
    private static final Knob CELL = new Knob("cell", List.of("a", "b", "c"), false);
    private static final Map<String, String> START = Map.of("size", "2", "cell", "a");

    /** Best at size 5 and cell c, which together are better still. */
    private static TuningScore score(Map<String, String> settings) {
        double size = Integer.parseInt(settings.get("size"));
        boolean best = "c".equals(settings.get("cell"));
        double skill = .5 - .01 * Math.abs(size - (best ? 5 : 4)) + (best ? .1 : 0);
        return new TuningScore(skill, skill, .9, 1);
    }

    private static SettingSearch search(int most, double unit) {
        return new SettingSearch(
                List.of(SIZE, CELL),
                (number, settings) -> {
                    double skill = unit * score(settings).skill();
                    return new TuningScore(skill, skill, .9, 1);
                },
                most,
                () -> true);
    }

    @Test
    void shouldFindWhatIsBestInBothTogether() {
        SettingSearch search = search(100, 1);
        Trial best = search.run(START);
        assertThat(best.settings()).isEqualTo(Map.of("size", "5", "cell", "c"));
        assertThat(search.trials()).extracting(Trial::settings).doesNotHaveDuplicates();
        assertThat(search.trials()).element(0).extracting(Trial::settings).isEqualTo(START);
    }

    @Test
    void shouldStayWhereNothingIsBetterByMoreThanNoise() {
        SettingSearch search = search(100, SettingSearch.LEAST_GAIN / 10);
        assertThat(search.run(START).number()).isZero();
        assertThat(search.trials())
                .as("the start, a step to each side, two cells")
                .hasSize(5);
    }

    @Test
    void shouldTryNoMoreThanItMay() {
        SettingSearch search = search(3, 1);
        assertThat(search.run(START).settings()).containsEntry("size", "4");
        assertThat(search.trials()).hasSize(3);
    }

    @Test
    void shouldTryNothingButTheStartWithoutTime() {
        SettingSearch search = new SettingSearch(List.of(SIZE), (number, settings) -> score(settings), 9, () -> false);
        assertThat(search.run(START).number()).isZero();
        assertThat(search.trials()).hasSize(1);
    }
}
