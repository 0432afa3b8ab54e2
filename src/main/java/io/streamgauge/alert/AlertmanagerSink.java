package io.streamgauge.alert;

import io.streamgauge.wire.AlertmanagerBody;
import io.streamgauge.wire.EpisodeRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts by Alertmanager's API, version 2: firing while an episode is open, resolved when it has closed.
 *
 * <p>A firing alert ends by itself after the resolve timeout, so that nothing fires for ever that nobody tells of any
 * more; it is repeated every third of it. One episode is one alert, by its labels, however often it is sent. Of several
 * Alertmanagers all are told, and one that takes the alerts is enough.
 */
public final class AlertmanagerSink implements AlertSink {

    /** Two repetitions may fail before an alert runs out. */
    private static final int REPEATS = 3;

    private final AlertmanagerBody bodies;
    private final List<URI> uris;
    private final Duration resolveTimeout;
    private final Clock clock;
    private final HttpPost http;
    private Instant repeatAt = Instant.MIN;

    /**
     * @param stream name of the stream, a label of every alert
     * @param urls where Alertmanagers listen
     */
    public AlertmanagerSink(String stream, List<URI> urls, Duration resolveTimeout, Duration timeout, Clock clock) {
        bodies = new AlertmanagerBody(stream);
        uris = urls.stream()
                .map(url -> URI.create(url.toString().replaceAll("/+$", "") + "/api/v2/alerts"))
                .toList();
        this.resolveTimeout = resolveTimeout;
        this.clock = clock;
        http = new HttpPost(timeout);
    }

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public boolean isDue() {
        return !clock.instant().isBefore(repeatAt);
    }

    @Override
    public void deliver(List<EpisodeRecord> changes, Collection<EpisodeRecord> open)
            throws IOException, InterruptedException {
        boolean repeating = isDue();
        Map<OpenEpisodes.Name, EpisodeRecord> latest = new LinkedHashMap<>();
        if (repeating) {
            open.forEach(episode -> latest.put(OpenEpisodes.Name.of(episode), episode));
        }
        changes.forEach(change -> latest.put(OpenEpisodes.Name.of(change), change));
        if (!latest.isEmpty()) {
            Instant now = clock.instant();
            post(bodies.encode(new ArrayList<>(latest.values()), now, now.plus(resolveTimeout)));
        }
        if (repeating) {
            repeatAt = clock.instant().plus(resolveTimeout.dividedBy(REPEATS));
        }
    }

    private void post(byte[] body) throws IOException, InterruptedException {
        IOException last = null;
        int taken = 0;
        for (URI uri : uris) {
            try {
                http.send(uri, body);
                taken++;
            } catch (IOException e) {
                last = e;
            }
        }
        if (taken == 0 && last != null) {
            throw last;
        }
    }
}
