package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.testing.Browser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** The live page in a real browser, fed with a fleet of sensors. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePageIT {
    private static final String HOSTILE_KEY = "<img src=x onerror=alert(1)>";
    private static final int MAX_ROUNDS = 3000;

    private final Browser browser = Browser.startOrSkip();
    private final History history = new History(1000, 500);
    private final ModelHistory models = new ModelHistory(200);
    private final HttpService service = new HttpService(
            "127.0.0.1",
            0,
            Sources.of("fleet", history, models, () -> "", () -> new Health(true, "RUNNING", Map.of())));
    private final List<Forecasts.Sensor> sensors = new ArrayList<>();
    private Thread feeder = new Thread(() -> {});
    private int rounds;

    @BeforeAll
    void makeSensors() {
        for (int i = 1; i <= 24; i++) {
            sensors.add(new Forecasts.Sensor("sensor-%02d".formatted(i), i));
        }
        sensors.add(new Forecasts.Sensor(HOSTILE_KEY, 99));
    }

    @BeforeEach
    void desktop() {
        browser.resize(1440, 900);
        browser.prefer("light");
    }

    @AfterEach
    void stopFeeding() throws InterruptedException {
        feeder.interrupt();
        feeder.join();
    }

    @AfterAll
    void stop() {
        browser.close();
        service.close();
    }

    @Test
    void shouldShowAFleetAsItMoves() {
        browser.open(service.url());
        browser.waitUntil(
                "a live connection",
                () -> browser.attribute("#connection", "data-state").equals("live"));
        assertThat(browser.find("#waiting").getText()).startsWith("Waiting for the first event");
        browser.screenshot("waiting");

        feed(420, 0);
        feed(MAX_ROUNDS, 100);
        browser.waitUntilChartMoves();
        assertThat(browser.find("#stream").getText()).isEqualTo("fleet");
        assertThat(browser.findAll("#key-list li")).hasSize(25);
        assertThat(browser.findAll("#key-list img")).isEmpty();
        browser.screenshot("light");
        showLess();

        browser.prefer("dark");
        browser.waitUntilChartMoves();
        browser.screenshot("dark");

        chooseWithTheKeyboard();
        searchForTheHostileKey();
        lookOnASmallScreen();
        assertThat(browser.complaints()).isEmpty();

        service.close();
        browser.waitUntil(
                "a lost connection",
                () -> browser.attribute("#connection", "data-state").equals("lost"));
    }

    private void showLess() {
        assertThat(browser.attribute("#chart", "data-points")).isEqualTo("300");
        browser.find("[data-span='100']").click();
        browser.waitUntil(
                "a hundred points",
                () -> browser.attribute("#chart", "data-points").equals("100"));
        browser.hover("#chart", 60, -60);
        browser.waitUntil("a tooltip", () -> !browser.findAll(".tip").isEmpty());
        browser.screenshot("tooltip");
        browser.find("[data-span='300']").click();
    }

    private void chooseWithTheKeyboard() {
        browser.find("#search").sendKeys("sensor-1");
        browser.waitUntil("ten keys", () -> browser.findAll("#key-list li").size() == 10);
        browser.find("#search").sendKeys(Keys.ARROW_DOWN);
        browser.waitUntil(
                "a chosen key",
                () -> !browser.findAll("#key-list li[aria-selected=true]").isEmpty());
        browser.screenshot("keyboard");
        browser.find("#key-list").sendKeys(Keys.END);
        browser.waitUntil(
                "another chart", () -> browser.attribute("#chart", "data-key").startsWith("sensor-1"));
        browser.waitUntilChartMoves();
    }

    private void searchForTheHostileKey() {
        browser.find("#search").clear();
        browser.find("#search").sendKeys("<img");
        browser.waitUntil("one key", () -> browser.findAll("#key-list li").size() == 1);
        browser.find("#key-list li").click();
        browser.waitUntil(
                "its chart", () -> browser.attribute("#chart", "data-key").equals(HOSTILE_KEY));
        assertThat(browser.find("#key-name").getText()).isEqualTo(HOSTILE_KEY);
        browser.screenshot("search");
    }

    private void lookOnASmallScreen() {
        browser.resize(390, 844);
        browser.waitUntilChartMoves();
        assertThat(browser.scrollsSideways()).isFalse();
        browser.screenshotOfAll("narrow", 390);
        browser.prefer("light");
        browser.resize(900, 1100);
        browser.waitUntilChartMoves();
        assertThat(browser.scrollsSideways()).isFalse();
        browser.screenshotOfAll("medium", 900);
    }

    /** Feeds at most so many rounds of one event per sensor, on a thread of its own unless without a pause. */
    private void feed(int limit, long pauseMillis) {
        if (pauseMillis == 0) {
            for (int i = 0; i < limit; i++) {
                round();
            }
            return;
        }
        feeder = new Thread(() -> {
            try {
                for (int i = 0; i < limit; i++) {
                    round();
                    Thread.sleep(pauseMillis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        feeder.start();
    }

    private void round() {
        sensors.forEach(sensor -> history.record(sensor.next()));
        rounds++;
        if (rounds % 20 == 0) {
            models.record(Forecasts.model(rounds / 20));
        }
    }
}
