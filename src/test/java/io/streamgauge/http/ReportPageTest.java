package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final ReportPage.Heading HEADING =
            new ReportPage.Heading("clipping", "What it shows & <why>", "seed 4");

    @Test
    void shouldHoldEverythingItNeeds() {
        String page = ReportPage.render(HEADING, Map.of("a", 1.5), "window.echarts = {};", "draw();");
        assertThat(page)
                .contains("window.echarts = {};", "draw();", "{\"a\":1.5}", "<h1>clipping</h1>", "&amp; &lt;why>")
                .doesNotContain("${title}", "${data}", "src=", "href=", "http://", "https://");
    }

    @Test
    void shouldNotLetTextEndItsElement() {
        String page = ReportPage.render(HEADING, Map.of("a", "</script><b>"), "'</script>'; '${data}'; '$1'", "");
        assertThat(page).contains("\\u003c/script>\\u003cb>", "'<\\/script>'; '${data}'; '$1'");
    }
}
