package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The writer of forecast records: straight from a step's results to JSON.
 *
 * <p>The fields are those of {@link ForecastRecord}, in snake case; the flat ones are the first target's. Several targets
 * stand by name in {@code targets} as well. Not thread-safe: one writer per thread.
 */
public final class ForecastWriter {

    /** Status of a key that has seen too few values for an alert. */
    public static final String WARMING_UP = "WARMING_UP";
    /** Status of a key in regular service. */
    public static final String OK = "OK";

    /** The shortest decimals that read as the same number, on every version of Java. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final double COVERAGE_DIGITS = 1e4;

    private final int[] horizons;
    private final List<String> targets;
    private final Covariates covariates;
    private final List<Double> levels;
    private final int warmUp;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);

    /**
     * @param spec the forecaster's
     * @param warmUp values that must lie before the one whose status is {@code OK}
     */
    public ForecastWriter(ForecasterSpec spec, int warmUp) {
        horizons = spec.horizons().stream().mapToInt(Integer::intValue).toArray();
        targets = spec.targets();
        levels = spec.bandLevels();
        covariates = spec.inputs().covariates();
        this.warmUp = warmUp;
    }

    public byte[] write(String key, Measurement measurement, KeyState state, Forecast forecast, AnomalyResult anomaly) {
        out.reset();
        TargetForecast first = forecast.first();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeNumberField("time", measurement.time());
            writeNumber(json, "y", first.value);
            writeStatus(json, state);
            writeForecast(json, first);
            writeTimes(json, forecast);
            writePrevious(json, first);
            json.writeNumberField("anomaly_score", anomaly.score);
            json.writeNumberField("alert_score", anomaly.alertScore);
            json.writeNumberField("anomaly_grade", anomaly.grade);
            writeNumber(json, "expected", expected(first));
            json.writeStringField("reason", anomaly.reason);
            json.writeBooleanField("imputed", first.imputed);
            writeSkill(json, first);
            if (forecast.targets.length > 1) {
                writeTargets(json, forecast);
            }
            writeCovariates(json, measurement);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void writeTargets(JsonGenerator json, Forecast forecast) throws IOException {
        json.writeObjectFieldStart("targets");
        for (int k = 0; k < targets.size(); k++) {
            TargetForecast target = forecast.targets[k];
            json.writeObjectFieldStart(targets.get(k));
            writeNumber(json, "y", target.value);
            writeForecast(json, target);
            writePrevious(json, target);
            writeNumber(json, "expected", expected(target));
            json.writeBooleanField("imputed", target.imputed);
            writeSkill(json, target);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Writes what entered the step beside the values, so that a record tells all that its forecast was made of. */
    private void writeCovariates(JsonGenerator json, Measurement measurement) throws IOException {
        if (!covariates.numeric().isEmpty()) {
            json.writeObjectFieldStart("covariates");
            for (int i = 0; i < covariates.numeric().size(); i++) {
                writeNumber(json, covariates.numeric().get(i), measurement.covariates()[i]);
            }
            json.writeEndObject();
        }
        if (!covariates.categorical().isEmpty()) {
            json.writeObjectFieldStart("categories");
            for (int i = 0; i < covariates.categorical().size(); i++) {
                json.writeNumberField(
                        covariates.categorical().get(i), measurement.categories()[i]);
            }
            json.writeEndObject();
        }
    }

    private static double expected(TargetForecast target) {
        return target.hasPrevious ? target.previousMean : target.value;
    }

    /** The status of a key whose last value has been taken in. */
    public String status(KeyState state) {
        return state.series().count() - 1 >= warmUp ? OK : WARMING_UP;
    }

    private void writeStatus(JsonGenerator json, KeyState state) throws IOException {
        long before = state.series().count() - 1;
        boolean warm = before >= warmUp;
        json.writeStringField("status", status(state));
        json.writeNumberField("progress", warm ? 1 : before / (double) warmUp);
        json.writeNumberField("generation", state.series().generation());
        json.writeNumberField("model_version", state.series().version());
    }

    private void writeForecast(JsonGenerator json, TargetForecast target) throws IOException {
        writeArray(json, "yhat", target.mean);
        writeArray(json, "yhat_median", target.median);
        writeArray(json, "yhat_lower", target.lower[0]);
        writeArray(json, "yhat_upper", target.upper[0]);
        writeCoverage(json, target.coverage[0]);
        if (levels.size() > 1) {
            json.writeObjectFieldStart("bands");
            for (int l = 1; l < levels.size(); l++) {
                json.writeObjectFieldStart(levels.get(l).toString());
                writeArray(json, "lower", target.lower[l]);
                writeArray(json, "upper", target.upper[l]);
                writeCoverage(json, target.coverage[l]);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    /** Writes shares with no more digits than so many values can tell. */
    private static void writeCoverage(JsonGenerator json, double[] coverage) throws IOException {
        json.writeArrayFieldStart("coverage");
        for (double share : coverage) {
            writeValue(json, Double.isNaN(share) ? share : Math.round(share * COVERAGE_DIGITS) / COVERAGE_DIGITS);
        }
        json.writeEndArray();
    }

    private void writeTimes(JsonGenerator json, Forecast forecast) throws IOException {
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

    private static void writePrevious(JsonGenerator json, TargetForecast target) throws IOException {
        if (!target.hasPrevious) {
            return;
        }
        json.writeObjectFieldStart("previous");
        json.writeNumberField("yhat", target.previousMean);
        json.writeNumberField("yhat_lower", target.previousLower);
        json.writeNumberField("yhat_upper", target.previousUpper);
        writeNumber(json, "residual", target.residual);
        json.writeObjectFieldStart("experts");
        for (Expert expert : Expert.ALL) {
            json.writeNumberField(expert.id(), target.previousByExpert[expert.ordinal()]);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeSkill(JsonGenerator json, TargetForecast target) throws IOException {
        json.writeObjectFieldStart("skill");
        for (Expert expert : Expert.ALL) {
            json.writeNumberField(expert.id(), target.weights[expert.ordinal()]);
        }
        json.writeEndObject();
    }

    private static void writeArray(JsonGenerator json, String name, double[] values) throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            writeValue(json, value);
        }
        json.writeEndArray();
    }

    private static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        writeValue(json, value);
    }

    /** JSON has no NaN: what is missing is null. */
    private static void writeValue(JsonGenerator json, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }
}
