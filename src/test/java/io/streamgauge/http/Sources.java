package io.streamgauge.http;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a service in a test shows, mostly nothing. */
final class Sources {
    private Sources() {}

    static HttpSources of(
            String title, History history, ModelHistory models, Supplier<String> metrics, Supplier<Health> health) {
        return of(title, history, models, new OpenEpisodes(), new KeyNotes(100), null, metrics, health);
    }

    static HttpSources of(
            String title,
            History history,
            ModelHistory models,
            OpenEpisodes episodes,
            KeyNotes notes,
            @Nullable LabelSink labels,
            Supplier<String> metrics,
            Supplier<Health> health) {
        KeyStates states = new Alone();
        return new HttpSources(
                title, metrics, health, new LiveSources(history, models, episodes, notes, states, labels, Map.of()));
    }

    /** One instance without a state. */
    private static final class Alone implements KeyStates {
        @Override
        public Answer find(String key) {
            return new Unknown();
        }

        @Override
        public List<Instance> instances() {
            return List.of(new Instance("127.0.0.1:8080", true, List.of(0, 1), List.of()));
        }
    }
}
