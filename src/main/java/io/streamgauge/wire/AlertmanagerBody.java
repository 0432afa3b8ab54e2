package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Episodes as Alertmanager's API, version 2, takes them.
 *
 * <p>Labels name the episode's alert: {@code alertname}, {@code stream}, {@code key}, {@code kind}, {@code direction},
 * {@code rule}; whatever changes while it is open stands in the annotations.
 */
public final class AlertmanagerBody {

    /** The alert's name. */
    public static final String ALERT_NAME = "StreamgaugeAnomaly";

    private static final JsonFactory JSON = new JsonFactory();

    private final String stream;

    public AlertmanagerBody(String stream) {
        this.stream = stream;
    }

    /**
     * The body of a post.
     *
     * @param now the clock; what has closed is resolved now
     * @param expiry when what is open ends unless it is repeated
     */
    public byte[] encode(List<EpisodeRecord> episodes, Instant now, Instant expiry) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (EpisodeRecord episode : episodes) {
                write(json, episode, now, expiry);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void write(JsonGenerator json, EpisodeRecord episode, Instant now, Instant expiry) throws IOException {
        // Event time may be ahead of the clock, and an alert cannot end before it starts.
        Instant since = Instant.ofEpochMilli(Math.min(episode.since(), now.toEpochMilli()));
        json.writeStartObject();
        json.writeObjectFieldStart("labels");
        json.writeStringField("alertname", ALERT_NAME);
        json.writeStringField("stream", stream);
        json.writeStringField("key", episode.key());
        json.writeStringField("kind", episode.kind());
        json.writeStringField("direction", episode.direction());
        if (!episode.rule().isEmpty()) {
            json.writeStringField("rule", episode.rule());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("annotations");
        json.writeStringField("summary", summary(episode));
        json.writeStringField("since", Instant.ofEpochMilli(episode.since()).toString());
        json.writeStringField("peak", text(episode.peak()));
        json.writeStringField("y", text(episode.y()));
        json.writeStringField("expected", text(episode.expected()));
        json.writeStringField("reason", episode.reason());
        json.writeEndObject();
        json.writeStringField("startsAt", since.toString());
        json.writeStringField("endsAt", (episode.isOpen() ? expiry : now).toString());
        json.writeEndObject();
    }

    private static String summary(EpisodeRecord episode) {
        if (!episode.rule().isEmpty()) {
            return episode.key() + " is forecast " + episode.rule();
        }
        return switch (episode.kind()) {
            case "silence" -> episode.key() + " has stopped";
            default ->
                episode.key() + " is " + text(episode.y()) + ", expected " + text(episode.expected()) + " ("
                        + episode.kind() + ")";
        };
    }

    private static String text(double number) {
        return Double.isNaN(number) ? "nothing" : String.format(Locale.ROOT, "%.6g", number);
    }

    /** The body of a webhook: changes as they stand on the anomalies topic, in their order. */
    public static byte[] changes(String stream, List<EpisodeRecord> changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("stream", stream);
            json.writeArrayFieldStart("changes");
            for (EpisodeRecord change : changes) {
                json.writeStartObject();
                change.write(json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
