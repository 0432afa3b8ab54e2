package io.streamgauge.http;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a service in a test shows, mostly nothing. */
final class Sources {
    private Sources() {}

    static HttpSources of(
            String title, History history, ModelHistory models, Supplier<String> metrics, Supplier<Health> health) {
        return of(title, history, models, new OpenEpisodes(), null, metrics, health);
    }

    static HttpSources of(
            String title,
            History history,
            ModelHistory models,
            OpenEpisodes episodes,
            @Nullable LabelSink labels,
            Supplier<String> metrics,
            Supplier<Health> health) {
        KeyStates states = key -> new KeyStates.Unknown();
        return new HttpSources(
                title, metrics, health, new LiveSources(history, models, episodes, states, labels, Map.of()));
    }
}
