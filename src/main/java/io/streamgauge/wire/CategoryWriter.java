package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryMonitor.KeyCategories;
import io.streamgauge.anomaly.CategoryScore;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The writer of forecast records of categories, straight from a step's results to JSON.
 *
 * <p>Fields: {@code key}, {@code time} (epoch milliseconds), {@code category}, {@code known} (whether it has a class),
 * {@code status}, {@code generation}, {@code model_version}; {@code probability} and {@code surprisal} (nats) of the event
 * under the distribution issued before it, and the {@code expected} category, all three absent for a key's first event and while no category
 * was known;
 * {@code anomaly_score}, {@code alert_score}, {@code anomaly_grade} as everywhere, {@code reason}; {@code next}: the most
 * probable next categories, each with its {@code probability}, {@value Vocabulary#UNKNOWN_NAME} for all that have no class.
 * Not thread-safe.
 */
public final class CategoryWriter {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final CategoryMonitor monitor;
    private final int top;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    /**
     * @param monitor the core that makes what is written
     * @param top categories that {@code next} holds
     */
    public CategoryWriter(CategoryMonitor monitor, int top) {
        this.monitor = monitor;
        this.top = top;
    }

    /** The status of a key whose last event has been taken in. */
    public String status(KeyCategories state) {
        return monitor.isWarm(state) ? ForecastWriter.OK : ForecastWriter.WARMING_UP;
    }

    /**
     * One record.
     *
     * @param vocabulary under which the next event was forecast
     */
    public byte[] write(
            String key, KeyCategories state, CategoryForecast forecast, CategoryScore score, Vocabulary vocabulary) {
        out.reset();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeNumberField("time", state.series().lastTime());
            json.writeStringField("category", forecast.name);
            json.writeBooleanField("known", forecast.index != Vocabulary.UNKNOWN);
            json.writeStringField("status", status(state));
            json.writeNumberField("generation", state.series().generation());
            json.writeNumberField("model_version", state.series().version());
            if (!Double.isNaN(forecast.logProbability)) {
                json.writeNumberField("probability", StrictMath.exp(forecast.logProbability));
                json.writeNumberField("surprisal", forecast.surprisal());
                json.writeStringField("expected", vocabulary.name(forecast.expected));
            }
            json.writeNumberField("anomaly_score", score.score);
            json.writeNumberField("alert_score", score.alertScore);
            json.writeNumberField("anomaly_grade", score.grade);
            json.writeStringField("reason", score.reason);
            writeNext(json, forecast, vocabulary);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void writeNext(JsonGenerator json, CategoryForecast forecast, Vocabulary vocabulary) throws IOException {
        json.writeArrayFieldStart("next");
        for (int index : forecast.mostProbable(top)) {
            json.writeStartObject();
            json.writeStringField("category", vocabulary.name(index));
            json.writeNumberField("probability", forecast.probability(index));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
