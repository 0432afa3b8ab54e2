package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.StreamgaugeProcess.Finished;
import io.streamgauge.testing.Browser;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo without arguments: a fleet that goes on until it is stopped, with a page that moves. */
@Timeout(240)
class DemoPageIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Pattern PAGE = Pattern.compile("Live page: (http://127\\.0\\.0\\.1:\\d+/).*");
    private static final Pattern GENERATION = Pattern.compile("\"generation\":\"([1-9]\\d*)\"");

    @TempDir
    Path folder;

    @Test
    void shouldShowALivePageUntilItIsStopped() throws Exception {
        try (StreamgaugeProcess demo =
                StreamgaugeProcess.start(folder, "demo", "--speedup", "960", "--set", "http.port=0")) {
            String url = url(demo.awaitLine("Live page: ", START));
            try (Browser browser = Browser.startOrSkip()) {
                browser.resize(1440, 900);
                browser.open(url);
                browser.waitUntilChartMoves();
                browser.waitUntil(
                        "a version in the model panel",
                        () -> browser.find("#model-version").getText().matches("[1-9][0-9,]*"));
                browser.waitUntilChartMoves();
                browser.screenshot("demo");
                assertThat(browser.find("#stream").getText()).isEqualTo("demo");
                assertThat(browser.findAll("#key-list li")).isNotEmpty();
                assertThat(browser.complaints()).isEmpty();
            }
            assertServed(url);
            assertStopped(demo.stop(STOP), demo.folder());
        }
    }

    private static void assertServed(String url) throws Exception {
        HttpResponse<String> health = get(url + "health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"healthy\":true", "\"RUNNING\"").containsPattern(GENERATION);
        HttpResponse<String> metrics = get(url + "metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("streamgauge_"));
    }

    /** The command said where the page is; this is what is left when it has been stopped. */
    private static void assertStopped(Finished demo, Path folder) {
        assertThat(demo.code()).as("%s", demo).isEqualTo(143);
        assertThat(demo.err()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        assertThat(folder).isDirectoryNotContaining("glob:**streamgauge-demo*");
    }

    @Test
    void shouldStopWhileItIsStarting() {
        try (StreamgaugeProcess demo = StreamgaugeProcess.start(folder, "demo", "--set", "http.port=0")) {
            demo.awaitFile("streamgauge-demo*", START);
            Finished stopped = demo.stop(STOP);
            assertThat(stopped.code()).isEqualTo(143);
            assertThat(stopped.out()).isEmpty();
            assertThat(stopped.err()).noneMatch(line -> line.contains("xception") || line.startsWith("streamgauge:"));
            assertThat(demo.folder()).isDirectoryNotContaining("glob:**streamgauge-demo*");
        }
    }

    @Test
    void shouldTakeAnotherPortWhereTheUsualOneIsTaken() throws IOException {
        try (ServerSocket usual = new ServerSocket();
                StreamgaugeProcess demo = StreamgaugeProcess.start(folder, "demo")) {
            occupy(usual, 8080);
            assertThat(demo.awaitLine("Live page: ", START))
                    .doesNotContain(":8080/")
                    .contains(" (port 8080 is taken) ");
            assertThat(demo.stop(STOP).code()).as("%s", demo).isEqualTo(143);
        }
    }

    /** Whoever has the port, it is taken afterwards. */
    private static void occupy(ServerSocket socket, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (BindException e) {
            assertThat(e).hasMessageContaining("in use");
        }
    }

    private static String url(String line) {
        Matcher page = PAGE.matcher(line);
        assertThat(page.matches()).as(line).isTrue();
        return page.group(1);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
