package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.testing.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The backtest's report in a real browser, opened from a file. */
@Timeout(180)
class BacktestPageIT {

    private static final String HOSTILE_KEY = "<img src=x onerror=alert(1)>";

    @TempDir
    Path folder;

    @Test
    void shouldShowEveryPictureOfEveryKeyFromAFile() throws IOException {
        try (Browser browser = Browser.startOrSkip()) {
            browser.resize(1280, 900);
            browser.open(report().toUri().toString());
            browser.waitUntil(
                    "the pictures",
                    () -> browser.attribute("html", "data-drawn").equals("true"));
            List<String> pictures = List.of("recent", "whole", "errors", "weights", "calibration", "coverage", "mase");
            assertThat(pictures)
                    .allSatisfy(id -> assertThat(browser.findAll("#" + id + " svg path"))
                            .as(id)
                            .hasSizeGreaterThan(5));
            assertThat(browser.findAll("#key option")).hasSize(2);
            assertThat(browser.find("figure .note").getText()).startsWith("load");
            browser.find("#key").sendKeys(Keys.ARROW_DOWN);
            browser.waitUntil(
                    "the other key",
                    () -> browser.find("figure .note").getText().startsWith(HOSTILE_KEY));
            assertThat(browser.findAll("table.wide tr")).hasSizeGreaterThan(5);
            assertThat(browser.scrollsSideways()).isFalse();
            assertThat(browser.complaints()).isEmpty();
            browser.screenshotOfAll("backtest", 1280);
        }
    }

    private Path report() throws IOException {
        Path topology = Files.writeString(folder.resolve("page.yaml"), "name: page\nhorizons: 1..3\nseason: 48\n");
        Random noise = new Random(4);
        List<String> lines = new ArrayList<>(List.of("time,load," + HOSTILE_KEY));
        for (int i = 0; i < 700; i++) {
            double wave = StrictMath.sin(2 * Math.PI * i / 48);
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%.3f,%.3f",
                    1_600_000_000L + 1_800L * i,
                    20 + 5 * wave + noise.nextGaussian(),
                    -wave + noise.nextGaussian()));
        }
        Path input = Files.write(folder.resolve("page.csv"), lines);
        Path report = folder.resolve("report.html");
        int code = Streamgauge.run(
                "backtest",
                "--topology",
                topology.toString(),
                "--input",
                input.toString(),
                "--melt",
                "--report",
                report.toString());
        assertThat(code).isZero();
        return report;
    }
}
