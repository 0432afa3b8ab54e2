package io.streamgauge.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static String page(Chart chart, String charting) {
        return ReportPage.render(
                new Clipping(),
                new ProgramSettings(4, 2, 1),
                new Outcome(List.of(new Figure("loss.last", 0.5, "squared")), List.of(chart)),
                charting);
    }

    private static Chart lines(Chart.Axis y, String name, double... values) {
        return new Chart.Lines(
                "Title", "note", Chart.Axis.linear("x"), y, List.of(Chart.Series.of(name, false, 1, values)));
    }

    @Test
    void shouldHoldEverythingItNeeds() {
        String page = page(lines(Chart.Axis.linear("y"), "a", 1, 2), "window.echarts = {};");
        assertThat(page)
                .contains("window.echarts = {};", "\"title\":\"Title\"", "[[1.0,1.0],[2.0,2.0]]", "<h1>clipping</h1>")
                .doesNotContain("${title}", "${data}", "src=", "href=", "http://", "https://");
    }

    @Test
    void shouldLeaveOutWhatCannotStandOnItsAxis() {
        String page = page(lines(Chart.Axis.logarithmic("y"), "a", 1, 0, Double.NaN, Double.POSITIVE_INFINITY, 3), "");
        assertThat(page).contains("[[1.0,1.0],[5.0,3.0]]").doesNotContain("NaN", "Infinity");
    }

    @Test
    void shouldNotLetTextEndItsElement() {
        String page = page(lines(Chart.Axis.linear("y"), "</script><b>", 1), "'</script>'; '${data}'; '$1'");
        assertThat(page).contains("\\u003c/script>\\u003cb>", "'<\\/script>'; '${data}'; '$1'");
    }
}
