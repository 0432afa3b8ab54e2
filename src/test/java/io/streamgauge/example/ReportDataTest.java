package io.streamgauge.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportDataTest {
    private static String json(Chart chart) throws JsonProcessingException {
        return new JsonMapper()
                .writeValueAsString(
                        ReportData.of(new Outcome(List.of(new Figure("loss.last", 0.5, "squared")), List.of(chart))));
    }

    private static Chart lines(Chart.Axis y, double... values) {
        return new Chart.Lines(
                "Title", "note", Chart.Axis.linear("x"), y, List.of(Chart.Series.of("a", false, 1, values)));
    }

    @Test
    void shouldHoldPicturesAndFigures() throws JsonProcessingException {
        assertThat(json(lines(Chart.Axis.linear("y"), 1, 2)))
                .contains("\"title\":\"Title\"", "[[1.0,1.0],[2.0,2.0]]", "loss.last");
    }

    @Test
    void shouldLeaveOutWhatCannotStandOnItsAxis() throws JsonProcessingException {
        assertThat(json(lines(Chart.Axis.logarithmic("y"), 1, 0, Double.NaN, Double.POSITIVE_INFINITY, 3)))
                .contains("[[1.0,1.0],[5.0,3.0]]")
                .doesNotContain("NaN", "Infinity");
    }
}
