package io.streamgauge.alert;

import io.streamgauge.wire.AlertmanagerBody;
import io.streamgauge.wire.EpisodeRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Alerts by a webhook: every change once, in its order, as it stands on the anomalies topic. After a crash a change may
 * come a second time; key, kind, since, change and time tell it.
 */
public final class WebhookSink implements AlertSink {

    private final String stream;
    private final URI uri;
    private final HttpPost http;

    public WebhookSink(String stream, URI uri, Duration timeout) {
        this.stream = stream;
        this.uri = uri;
        http = new HttpPost(timeout);
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public boolean isDue() {
        return false;
    }

    @Override
    public void deliver(List<EpisodeRecord> changes, Collection<EpisodeRecord> open)
            throws IOException, InterruptedException {
        if (!changes.isEmpty()) {
            http.send(uri, AlertmanagerBody.changes(stream, changes));
        }
    }
}
