package io.streamgauge.http;

import java.util.ArrayList;
import java.util.List;

/** The live page, its events and the JSON resources of one stream. */
final class LiveSite implements AutoCloseable {
    private static final int MAX_LIVE_CONNECTIONS = 32;

    private final Api api;
    private final LiveEvents events;
    private final Assets assets = new Assets();

    /**
     * @param scheme that this instance and the others speak
     */
    LiveSite(HttpSources sources, LiveSources live, String scheme) {
        api = new Api(live, Peers.speaking(scheme));
        events = new LiveEvents(sources, live, MAX_LIVE_CONNECTIONS);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(api.routes());
        routes.add(Route.get("/api/events", events::serve));
        assets.paths().forEach(path -> routes.add(Route.get(path, assets::serve)));
        return routes;
    }

    /** Ends every live connection within a batch. */
    @Override
    public void close() {
        events.close();
    }
}
