package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.testing.Browser;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.RejectedEventException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** Event time between two values of a sensor. */
    private static final long STEP = 900_000;

    private final Browser browser = Browser.startOrSkip();
    private final History history = new History(1000, 500);
    private final List<Forecasts.Sensor> sensors = new ArrayList<>();
    private final ModelHistory models = new ModelHistory(200);
    private final OpenEpisodes episodes = new OpenEpisodes();
    private final KeyNotes notes = new KeyNotes(100);
    private final List<String> labels = new CopyOnWriteArrayList<>();
    private final HttpService service = new HttpService(
            "127.0.0.1",
            0,
            Sources.of(
                    "fleet",
                    history,
                    models,
                    episodes,
                    notes,
                    this::keep,
                    () -> "streamgauge_events_total 1200.0\nstreamgauge_heap_bytes 5.0E7\n",
                    () -> new Health(true, "RUNNING", Map.of())));

    /** As the labels topic does: what was given comes back to every page. */
    private void keep(String key, byte[] label) throws RejectedEventException {
        labels.add(key + " " + new String(label, StandardCharsets.UTF_8));
        notes.label(key, LabelRecord.read(label));
    }

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
        browser.waitUntil(
                "the label in the chart",
                () -> browser.attribute("#chart", "data-labels").equals("1"));
        browser.find("#chart").sendKeys(Keys.ESCAPE);
        browser.waitUntil(
                "the present", () -> browser.attribute("#chart", "data-fan").isEmpty());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowWhatOthersLabelledAndWhatWasAnomalous() {
        feed(200);
        long last = history.latest("sensor-03").orElseThrow().time();
        browser.open(service.url() + "#key=sensor-03");
        browser.waitUntil("a chart", () -> browser.chartTime() > 0);
        assertThat(browser.attribute("#chart", "data-labels")).isEqualTo("0");

        notes.label("sensor-03", new LabelRecord(last - 60 * STEP, last - 40 * STEP, LabelKind.NORMAL, "ann"));
        notes.label("sensor-04", new LabelRecord(last - 60 * STEP, last, LabelKind.IGNORE, "not of this key"));
        notes.episode(episode("closed", "drift", last - 120 * STEP, last - 90 * STEP));
        notes.episode(episode("opened", "spike", last - 10 * STEP, last - 10 * STEP));
        browser.waitUntil(
                "the label of another",
                () -> browser.attribute("#chart", "data-labels").equals("1"));
        browser.waitUntil(
                "both episodes",
                () -> browser.attribute("#chart", "data-episodes").equals("2"));
        browser.screenshot("notes-light");
        browser.prefer("dark");
        browser.screenshot("notes-dark");

        browser.find("#key-list").sendKeys(Keys.END);
        browser.waitUntil(
                "another key without episodes",
                () -> browser.attribute("#chart", "data-key").equals("sensor-06")
                        && browser.attribute("#chart", "data-episodes").equals("0"));
        assertThat(browser.complaints()).isEmpty();
    }

    private static EpisodeRecord episode(String change, String kind, long since, long time) {
        return new EpisodeRecord("sensor-03", change, kind, since, time, 2, 3, 9, 5, 1, 1);
    }

    @Test
    void shouldZoomWithTheWheelAndTheKeyboard() {
        feed(200);
        browser.open(service.url() + "#key=sensor-03");
        browser.waitUntil("a chart", () -> browser.chartTime() > 0);

        browser.wheel("#chart", -400);
        browser.waitUntil("a zoom by the wheel", () -> zoom()[0] > 0 && zoom()[1] < 100);

        browser.find("#chart").sendKeys("0");
        browser.waitUntil("everything", () -> zoom()[0] == 0 && zoom()[1] == 100);
        browser.find("#chart").sendKeys("++");
        browser.waitUntil("a zoom to the present", () -> zoom()[0] > 50 && zoom()[1] == 100);
        browser.screenshot("zoom");
        long before = browser.chartTime();
        feed(1);
        browser.waitUntil("a later point", () -> browser.chartTime() > before);
        assertThat(zoom()[0]).as("the zoom stays as events come").isGreaterThan(50);

        double near = zoom()[0];
        browser.find("#chart").sendKeys("-");
        browser.waitUntil("farther", () -> zoom()[0] < near);
        browser.find("#chart").sendKeys(Keys.ARROW_LEFT);
        browser.waitUntil(
                "a fan", () -> !browser.attribute("#chart", "data-fan").isEmpty());
        browser.find("#chart").sendKeys(Keys.ESCAPE);
        browser.waitUntil(
                "the present", () -> browser.attribute("#chart", "data-fan").isEmpty());
        assertThat(browser.complaints()).isEmpty();
    }

    /** Which part of the chart's time is shown, in percent. */
    private double[] zoom() {
        String shown = browser.attribute("#chart", "data-zoom");
        return shown.isEmpty()
                ? new double[] {0, 100}
                : Arrays.stream(shown.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
    }

    /** The whole page without a mouse: views, search, keys, span, chart and label. */
    @Test
    void shouldBeUsableWithTheKeyboardAlone() {
        feed(420);
        browser.open(service.url());
        browser.waitUntil("a chart", () -> browser.chartTime() > 0);
        browser.press("/");
        browser.press("sensor-06");
        browser.waitUntil("one key", () -> browser.findAll("#key-list li").size() == 1);
        browser.press(Keys.ARROW_DOWN);
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("key-list");
        browser.press(Keys.END);
        browser.waitUntil(
                "the last key", () -> browser.attribute("#chart", "data-key").equals("sensor-06"));
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("label-open");
        browser.press(Keys.ENTER);
        assertThat(browser.find("#label-dialog").isDisplayed()).isTrue();
        browser.press(Keys.ESCAPE);
        assertThat(browser.find("#label-dialog").isDisplayed()).isFalse();
        browser.press(Keys.TAB);
        browser.press(Keys.SPACE);
        browser.waitUntil(
                "a hundred points",
                () -> browser.attribute("#chart", "data-points").equals("100"));
        browser.press(Keys.TAB);
        browser.press(Keys.TAB);
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("chart");
        browser.screenshot("keyboard-chart");
        browser.press(Keys.ARROW_LEFT);
        browser.waitUntil(
                "a fan", () -> !browser.attribute("#chart", "data-fan").isEmpty());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowTheModelAndTheHealth() {
        feed(420);
        episodes.record(
                "sensor-03",
                List.of(new EpisodeRecord("sensor-03", "opened", "spike", 1_790_000_100_000L, 0, 2, 3, 9, 5, 1, 1)));
        browser.open(service.url() + "#view=model");
        browser.waitUntil(
                "the versions", () -> !browser.findAll("#versions tbody tr").isEmpty());
        assertThat(browser.find("#view-keys").isDisplayed()).isFalse();
        browser.screenshot("model");
        browser.find(".views a[data-view=health]").click();
        browser.waitUntil(
                "the figures", () -> browser.findAll("#health-figures div").size() == 2);
        assertThat(browser.find("#health-state").getText()).isEqualTo("running");
        browser.waitUntil(
                "the instances", () -> !browser.findAll("#instances tbody tr").isEmpty());
        assertThat(browser.find("#instances tbody").getText()).isEqualTo("127.0.0.1:8080 (this one) 0, 1 –");
        assertThat(browser.find("#episodes tbody").getText()).contains("sensor-03", "spike", "3.0");
        browser.prefer("dark");
        browser.screenshot("health");
        browser.resize(390, 844);
        assertThat(browser.scrollsSideways()).isFalse();
        browser.screenshotOfAll("health-narrow", 390);
        assertThat(browser.complaints()).isEmpty();
    }

    private void feed(int rounds) {
        for (int i = sensors.size() + 1; i <= 6; i++) {
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
