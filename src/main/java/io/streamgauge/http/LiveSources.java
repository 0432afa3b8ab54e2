package io.streamgauge.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a forecast stream.
 *
 * @param labels where labels go; none where they cannot be given
 * @param config the settings in effect, by file and key, without secrets
 */
public record LiveSources(
        History history,
        ModelHistory models,
        OpenEpisodes episodes,
        KeyNotes notes,
        KeyStates states,
        @Nullable LabelSink labels,
        Map<String, Map<String, String>> config) {

    public LiveSources {
        config = Map.copyOf(config);
    }
}
