package io.streamgauge.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The library that draws, as it lies on the class path: for the live page, and for pages that are written to files. */
public final class ECharts {
    private static final String COORDINATES = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

    private ECharts() {}

    /** The library's one script. */
    public static String script() {
        try (InputStream in = open(resource())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource(), e);
        }
    }

    /** The place of the script on the class path. */
    static String resource() {
        return "/META-INF/resources/webjars/echarts/" + version() + "/dist/echarts.min.js";
    }

    private static String version() {
        Properties coordinates = new Properties();
        try (InputStream in = open(COORDINATES)) {
            coordinates.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + COORDINATES, e);
        }
        return coordinates.getProperty("version");
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = ECharts.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("not on the class path: " + resource);
        }
        return in;
    }
}
