package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.signal.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The writer of forecast records: straight from a step's results to JSON.
 *
 * <p>The fields are those of {@link ForecastRecord}, in snake case. Not thread-safe: one writer per thread.
 */
public final class ForecastWriter {

    /** Status of a key that has seen too few values for an alert. */
    public static final String WARMING_UP = "WARMING_UP";
    /** Status of a key in regular service. */
    public static final String OK = "OK";

    private static final JsonFactory JSON = new JsonFactory();

    private final int[] horizons;
    private final int warmUp;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);

    /**
     * @param spec the forecaster's
     * @param warmUp values that must lie before the one whose status is {@code OK}
     */
    public ForecastWriter(ForecasterSpec spec, int warmUp) {
        horizons = spec.horizons().stream().mapToInt(Integer::intValue).toArray();
        this.warmUp = warmUp;
    }

    public byte[] write(String key, Measurement measurement, KeyState state, Forecast forecast, AnomalyResult anomaly) {
        out.reset();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeNumberField("time", measurement.time());
            json.writeNumberField("y", measurement.value());
            writeStatus(json, state);
            writeForecast(json, forecast);
            if (forecast.hasPrevious) {
                writePrevious(json, forecast);
            }
            json.writeNumberField("anomaly_score", anomaly.score);
            json.writeNumberField("alert_score", anomaly.alertScore);
            json.writeNumberField("anomaly_grade", anomaly.grade);
            json.writeNumberField("expected", forecast.hasPrevious ? forecast.previousMean : measurement.value());
            json.writeStringField("reason", anomaly.reason);
            json.writeBooleanField("imputed", false);
            json.writeObjectFieldStart("skill");
            for (Expert expert : Expert.ALL) {
                json.writeNumberField(expert.id(), forecast.weights[expert.ordinal()]);
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void writeStatus(JsonGenerator json, KeyState state) throws IOException {
        long count = state.series().count();
        long before = count - 1;
        boolean warm = before >= warmUp;
        json.writeStringField("status", warm ? OK : WARMING_UP);
        json.writeNumberField("progress", warm ? 1 : before / (double) warmUp);
        json.writeNumberField("generation", state.series().generation());
        json.writeNumberField("model_version", state.series().version());
    }

    private void writeForecast(JsonGenerator json, Forecast forecast) throws IOException {
        writeArray(json, "yhat", forecast.mean);
        writeArray(json, "yhat_median", forecast.median);
        writeArray(json, "yhat_lower", forecast.lower);
        writeArray(json, "yhat_upper", forecast.upper);
        json.writeFieldName("horizon");
        json.writeArray(horizons, 0, horizons.length);
        json.writeFieldName("target_time");
        json.writeStartArray();
        for (long time : forecast.targetTime) {
            if (time == 0) {
                json.writeNull();
            } else {
                json.writeNumber(time);
            }
        }
        json.writeEndArray();
    }

    private static void writePrevious(JsonGenerator json, Forecast forecast) throws IOException {
        json.writeObjectFieldStart("previous");
        json.writeNumberField("yhat", forecast.previousMean);
        json.writeNumberField("yhat_lower", forecast.previousLower);
        json.writeNumberField("yhat_upper", forecast.previousUpper);
        json.writeNumberField("residual", forecast.residual);
        json.writeObjectFieldStart("experts");
        for (Expert expert : Expert.ALL) {
            json.writeNumberField(expert.id(), forecast.previousByExpert[expert.ordinal()]);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeArray(JsonGenerator json, String name, double[] values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }
}
