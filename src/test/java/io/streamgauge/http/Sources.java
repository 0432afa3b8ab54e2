package io.streamgauge.http;

import java.util.Map;
import java.util.function.Supplier;

/** What a service in a test shows, mostly nothing. */
final class Sources {
    private Sources() {}

    static HttpSources of(
            String title, History history, ModelHistory models, Supplier<String> metrics, Supplier<Health> health) {
        KeyStates states = key -> new KeyStates.Unknown();
        return new HttpSources(
                title, metrics, health, new LiveSources(history, models, new OpenEpisodes(), states, null, Map.of()));
    }
}
