package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.testing.Browser;
import io.streamgauge.wire.EpisodeRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** What the live page shows beside the present of a key: a past point's fan, labels, the model, the health. */
@Timeout(180)
class LivePageViewsIT {
    private final Browser browser = Browser.startOrSkip();
    private final History history = new History(1000, 500);
    private final ModelHistory models = new ModelHistory(200);
    private final OpenEpisodes episodes = new OpenEpisodes();
    private final List<String> labels = new CopyOnWriteArrayList<>();
    private final HttpService service = new HttpService(
            "127.0.0.1",
            0,
            Sources.of(
                    "fleet",
                    history,
                    models,
                    episodes,
                    (key, label) -> labels.add(key + " " + new String(label, StandardCharsets.UTF_8)),
                    () -> "streamgauge_events_total 1200.0\nstreamgauge_heap_bytes 5.0E7\n",
                    () -> new Health(true, "RUNNING", Map.of())));

    @BeforeEach
    void desktop() {
        browser.resize(1440, 900);
        browser.prefer("light");
    }

    @AfterEach
    void stop() {
        browser.close();
        service.close();
    }

    @Test
    void shouldShowWhatWasForecastAtAPastPointAndTakeALabel() {
        feed(200);
        browser.open(service.url() + "#key=sensor-03");
        browser.waitUntil("a chart", () -> browser.chartTime() > 0);
        browser.find("#chart").click();
        browser.waitUntil(
                "a fan", () -> !browser.attribute("#chart", "data-fan").isEmpty());
        long clicked = Long.parseLong(browser.attribute("#chart", "data-fan"));
        browser.find("#chart").sendKeys(Keys.ARROW_LEFT);
        browser.waitUntil(
                "the fan of the point before", () -> Long.parseLong(browser.attribute("#chart", "data-fan")) < clicked);
        assertThat(browser.find("#fan-note").getText()).contains("24 horizons ahead");
        browser.screenshot("fan");

        browser.find("#label-open").click();
        browser.find("#label-form button[type=submit]").click();
        browser.waitUntil(
                "the label kept", () -> browser.find("#label-answer").getText().startsWith("Labelled"));
        browser.screenshot("label");
        assertThat(labels).hasSize(1);
        assertThat(labels.get(0)).startsWith("sensor-03 {\"from\":").contains("\"label\":\"normal\"");
        browser.find("#label-cancel").click();
        browser.find("#chart").sendKeys(Keys.ESCAPE);
        browser.waitUntil(
                "the present", () -> browser.attribute("#chart", "data-fan").isEmpty());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowTheModelAndTheHealth() {
        feed(420);
        episodes.record(
                "sensor-03",
                new EpisodeRecord("sensor-03", "opened", "spike", 1_790_000_100_000L, 0, 2, 3, 9, 5, 1, 1));
        browser.open(service.url() + "#view=model");
        browser.waitUntil(
                "the versions", () -> !browser.findAll("#versions tbody tr").isEmpty());
        assertThat(browser.find("#view-keys").isDisplayed()).isFalse();
        browser.screenshot("model");
        browser.find(".views a[data-view=health]").click();
        browser.waitUntil(
                "the figures", () -> browser.findAll("#health-figures div").size() == 2);
        assertThat(browser.find("#health-state").getText()).isEqualTo("running");
        assertThat(browser.find("#episodes tbody").getText()).contains("sensor-03", "spike", "3.0");
        browser.prefer("dark");
        browser.screenshot("health");
        browser.resize(390, 844);
        assertThat(browser.scrollsSideways()).isFalse();
        browser.screenshotOfAll("health-narrow", 390);
        assertThat(browser.complaints()).isEmpty();
    }

    private void feed(int rounds) {
        List<Forecasts.Sensor> sensors = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            sensors.add(new Forecasts.Sensor("sensor-%02d".formatted(i), i));
        }
        for (int round = 1; round <= rounds; round++) {
            sensors.forEach(sensor -> history.record(sensor.next()));
            if (round % 20 == 0) {
                models.record(Forecasts.model(round / 20));
            }
        }
    }
}
