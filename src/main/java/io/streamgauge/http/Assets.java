package io.streamgauge.http;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** The page's files, a closed list read from the class path at start. */
final class Assets {
    private static final String PAGE = "/io/streamgauge/http/page/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private static final List<String> MODULES =
            List.of("main", "format", "keys", "series", "drawing", "model", "live", "views", "health", "labels");

    private final Map<String, Asset> byPath = new LinkedHashMap<>();

    Assets() {
        add("/", PAGE + "index.html", HTML);
        add("/assets/style.css", PAGE + "style.css", CSS);
        add("/assets/icon.svg", PAGE + "icon.svg", "image/svg+xml");
        for (String module : MODULES) {
            add("/assets/" + module + ".js", PAGE + module + ".js", SCRIPT);
        }
        add("/assets/echarts.min.js", ECharts.resource(), SCRIPT);
    }

    Iterable<String> paths() {
        return byPath.keySet();
    }

    void serve(Context ctx) {
        Asset asset = byPath.get(ctx.path());
        if (asset == null) {
            throw new NotFoundResponse("no such page: " + ctx.path());
        }
        ctx.header("ETag", asset.tag).header("Cache-Control", "no-cache");
        if (asset.tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.contentType(asset.type).result(asset.bytes);
        }
    }

    private void add(String path, String resource, String type) {
        byte[] bytes = read(resource);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        byPath.put(path, new Asset(type, bytes, "\"%08x-%d\"".formatted(checksum.getValue(), bytes.length)));
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("not on the class path: " + resource);
        }
        return in;
    }

    private static final class Asset {
        private final String type;
        private final byte[] bytes;
        private final String tag;

        Asset(String type, byte[] bytes, String tag) {
            this.type = type;
            this.bytes = bytes;
            this.tag = tag;
        }
    }
}
