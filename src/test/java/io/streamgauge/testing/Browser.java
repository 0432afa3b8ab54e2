package io.streamgauge.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium of the distribution, with a profile of its own that is deleted at the end. */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile) {
        this.profile = profile;
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Starts a browser; a test that calls this is skipped, with the reason, where there is none. */
    public static Browser startOrSkip() {
        boolean present = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        String reason = "no browser: this test needs %s and %s".formatted(CHROMIUM, DRIVER);
        if (!present) {
            System.err.println("SKIPPED " + reason);
        }
        assumeTrue(present, reason);
        try {
            return new Browser(Files.createTempDirectory("streamgauge-browser"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the browser's profile", e);
        }
    }

    public void open(String url) {
        driver.get(url);
    }

    public WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    public List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The attribute of the first element that matches; empty where there is none. */
    public String attribute(String css, String name) {
        String value = find(css).getDomAttribute(name);
        return value == null ? "" : value;
    }

    public void waitUntil(String what, java.util.function.BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE).withMessage(what).until(ignored -> condition.getAsBoolean());
    }

    /**
     * Waits until the live page has drawn a chart and the chart has then moved on to a later event.
     *
     * @return the event times, in epoch milliseconds, up to which the chart was drawn first and last
     */
    public long[] waitUntilChartMoves() {
        waitUntil("a chart with points", () -> chartTime() > 0);
        long first = chartTime();
        waitUntil("a chart that moves", () -> chartTime() > first);
        return new long[] {first, chartTime()};
    }

    /** The event time of the last point drawn; 0 before the first drawing. */
    public long chartTime() {
        String time = attribute("#chart", "data-last-time");
        return time.isEmpty() ? 0 : Long.parseLong(time);
    }

    /** Lays the page out as a window of the given size would, whatever the least size of a real window. */
    public void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(Math.max(width, 500), height));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    public void prefer(String colourScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
    }

    /** Puts the mouse pointer over a point of the element, given from its centre. */
    public void hover(String css, int right, int down) {
        new Actions(driver).moveToElement(find(css), right, down).perform();
    }

    /** Turns the wheel over the element's centre; less than 0 is away from the user. */
    public void wheel(String css, int down) {
        new Actions(driver)
                .scrollFromOrigin(WheelInput.ScrollOrigin.fromElement(find(css)), 0, down)
                .perform();
    }

    /** Presses keys wherever the focus is. */
    public void press(CharSequence keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** The id of the element that has the focus; empty where it has none. */
    public String focused() {
        String id = driver.switchTo().activeElement().getDomAttribute("id");
        return id == null ? "" : id;
    }

    /** Keeps a picture under {@code target/screenshots}. */
    public Path screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            return Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the screenshot " + name, e);
        }
    }

    /** A picture of the whole page, the part below the fold included. */
    public Path screenshotOfAll(String name, int width) {
        Object height = driver.executeScript("return String(document.documentElement.scrollHeight)");
        resize(width, Integer.parseInt(String.valueOf(height)));
        return screenshot(name);
    }

    /** Warnings and errors that the page caused: scripts that failed, content that the policy refused. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    /** Whether the page is wider than its window. */
    public boolean scrollsSideways() {
        return Boolean.TRUE.equals(
                driver.executeScript("return document.documentElement.scrollWidth > window.innerWidth"));
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException ignored) {
            // The browser may still be removing its own files; what is left is in the temporary folder.
        }
    }
}
