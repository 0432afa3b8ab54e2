package io.streamgauge.stream;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.EpisodeEvent;
import io.streamgauge.anomaly.KeyState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The end of a key: its episodes and its silence are closed, all that is stored of it goes, and a mark says why. */
final class Forgetting {

    private final ProcessorContext<byte[], byte[]> context;
    private final ForecastServices services;
    private final SeriesStore series;
    private final EpisodeOutput episodes;
    private final Silences silences;

    Forgetting(
            ProcessorContext<byte[], byte[]> context,
            ForecastServices services,
            SeriesStore series,
            EpisodeOutput episodes,
            Silences silences) {
        this.context = context;
        this.services = services;
        this.series = series;
        this.episodes = episodes;
        this.silences = silences;
    }

    /**
     * Forgets a key, where anything is stored of it.
     *
     * @param cause see {@link ResetMark}
     */
    void forget(byte[] stored, String cause) {
        Headers mark = new RecordHeaders();
        ResetMark.add(mark, cause);
        closeAll(stored, mark);
        silences.forget(stored);
        if (series.erase(stored)) {
            context.forward(
                    new Record<byte[], byte @Nullable []>(stored, null, context.currentSystemTimeMs(), mark),
                    ForecastTopology.EPISODES);
            services.metrics().keyForgotten(cause);
        }
    }

    /** Nothing of the key ends its episodes any more, and what was told of them would be open for ever. */
    private void closeAll(byte[] stored, Headers mark) {
        String key = new String(stored, StandardCharsets.UTF_8);
        KeyState state = series.remembered(stored);
        List<EpisodeEvent> changes = new ArrayList<>(
                state.alerts().closing(services.monitor().rules(key).forecasts(), AnomalyResult.FORGOTTEN));
        EpisodeEvent silence = silences.opened(stored);
        if (silence != null) {
            changes.add(silence.closed(AnomalyResult.FORGOTTEN));
        }
        EpisodeOutput.Moment moment = new EpisodeOutput.Moment(
                key, state.series().lastTime(), 0, state.series().lastValue(), Double.NaN);
        episodes.announce(stored, moment, state, changes, mark);
    }
}
