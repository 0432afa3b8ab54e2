package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.Outcome;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writer of forecast records: straight from a step's results to JSON.
 *
 * <p>The fields are those of {@link ForecastRecord}, in snake case; the flat ones are the first target's. Several targets
 * stand by name in {@code targets} as well. A compact record leaves out what tells of the forecaster rather than of the
 * series: progress once a key is warm, median, coverage, bands of further levels, residual and experts of the previous forecast, expected
 * value, skill and covariates. What is computed in a series' units is written to a millionth of its usual step; what was
 * read, and scores, are written in full. Not thread-safe: one writer per thread.
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

    private static final int SHARE_PLACES = 4;
    /** Of scores, whose unit is 1. */
    private static final int SCORE_PLACES = 6;

    /** The experts' names, in their order. */
    private static final SerializableString[] EXPERTS =
            Expert.ALL.stream().map(expert -> new SerializedString(expert.id())).toArray(SerializableString[]::new);

    private final int[] horizons;
    private final List<String> targets;
    private final Covariates covariates;
    private final List<Double> levels;
    private final @Nullable Outcome outcome;
    private final int warmUp;
    private final boolean compact;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
    /** Of what is in the units of the target that is written. */
    private final ShortDecimal decimal = new ShortDecimal();

    private final ShortDecimal share = new ShortDecimal(SHARE_PLACES);
    private final ShortDecimal score = new ShortDecimal(SCORE_PLACES);

    /**
     * @param spec the forecaster's
     * @param warmUp values that must lie before the one whose status is {@code OK}
     * @param compact whether records are compact
     */
    public ForecastWriter(ForecasterSpec spec, int warmUp, boolean compact) {
        horizons = spec.horizons().stream().mapToInt(Integer::intValue).toArray();
        targets = spec.targets();
        levels = spec.bandLevels();
        covariates = spec.inputs().covariates();
        outcome = spec.outcome();
        this.warmUp = warmUp;
        this.compact = compact;
    }

    public byte[] write(String key, Measurement measurement, KeyState state, Forecast forecast, AnomalyResult anomaly) {
        out.reset();
        TargetForecast first = forecast.first();
        decimal.scale(first.usualStep);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            writeText(json, ForecastFields.KEY, key);
            writeInteger(json, ForecastFields.TIME, measurement.time());
            writeNumber(json, ForecastFields.Y, first.value);
            writeStatus(json, state);
            writeForecast(json, first);
            writeTimes(json, forecast);
            writePrevious(json, first);
            write(json, ForecastFields.ANOMALY_SCORE, score, anomaly.score);
            write(json, ForecastFields.ALERT_SCORE, score, anomaly.alertScore);
            write(json, ForecastFields.ANOMALY_GRADE, score, anomaly.grade);
            writeExpected(json, first);
            writeText(json, ForecastFields.REASON, anomaly.reason);
            writeRest(json, first);
            writeOutcome(json, forecast);
            if (forecast.targets.length > 1) {
                writeTargets(json, forecast, anomaly);
            }
            if (!compact) {
                writeCovariates(json, measurement);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What people label beside the values, with the probability that it begins in time. */
    private void writeOutcome(JsonGenerator json, Forecast forecast) throws IOException {
        if (outcome != null) {
            writeObject(json, ForecastFields.OUTCOME);
            writeText(json, ForecastFields.NAME, outcome.name());
            writeNumber(json, ForecastFields.PROBABILITY, forecast.outcome);
            json.writeEndObject();
        }
    }

    private void writeTargets(JsonGenerator json, Forecast forecast, AnomalyResult anomaly) throws IOException {
        writeObject(json, ForecastFields.TARGETS);
        for (int k = 0; k < targets.size(); k++) {
            TargetForecast target = forecast.targets[k];
            decimal.scale(target.usualStep);
            json.writeObjectFieldStart(targets.get(k));
            writeNumber(json, ForecastFields.Y, target.value);
            writeForecast(json, target);
            writePrevious(json, target);
            writeExpected(json, target);
            writeRest(json, target);
            write(json, ForecastFields.ANOMALY_SHARE, share, anomaly.shares[k]);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Writes what entered the step beside the values, so that a record tells all that its forecast was made of. */
    private void writeCovariates(JsonGenerator json, Measurement measurement) throws IOException {
        if (!covariates.numeric().isEmpty()) {
            writeObject(json, ForecastFields.COVARIATES);
            for (int i = 0; i < covariates.numeric().size(); i++) {
                json.writeFieldName(covariates.numeric().get(i));
                writeValue(json, measurement.covariates()[i]);
            }
            json.writeEndObject();
        }
        if (!covariates.categorical().isEmpty()) {
            writeObject(json, ForecastFields.CATEGORIES);
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
        writeText(json, ForecastFields.STATUS, status(state));
        if (!compact || !warm) {
            writeNumber(json, ForecastFields.PROGRESS, warm ? 1 : before / (double) warmUp);
        }
        writeInteger(json, ForecastFields.GENERATION, state.series().generation());
        writeInteger(json, ForecastFields.MODEL_VERSION, state.series().version());
    }

    private void writeForecast(JsonGenerator json, TargetForecast target) throws IOException {
        writeArray(json, ForecastFields.YHAT, target.mean);
        if (!compact) {
            writeArray(json, ForecastFields.YHAT_MEDIAN, target.median);
        }
        writeArray(json, ForecastFields.YHAT_LOWER, target.lower[0]);
        writeArray(json, ForecastFields.YHAT_UPPER, target.upper[0]);
        if (compact) {
            return;
        }
        writeCoverage(json, target.coverage[0]);
        if (levels.size() > 1) {
            writeObject(json, ForecastFields.BANDS);
            for (int l = 1; l < levels.size(); l++) {
                json.writeObjectFieldStart(levels.get(l).toString());
                writeArray(json, ForecastFields.LOWER, target.lower[l]);
                writeArray(json, ForecastFields.UPPER, target.upper[l]);
                writeCoverage(json, target.coverage[l]);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    /**
     * What a record holds of a number in its target's own unit.
     *
     * @param usualStep the target's, {@link TargetForecast#usualStep}
     */
    public static double written(double value, double usualStep) {
        ShortDecimal decimal = new ShortDecimal();
        decimal.scale(usualStep);
        return decimal.written(value);
    }

    /** Writes shares with no more digits than so many values can tell. */
    private void writeCoverage(JsonGenerator json, double[] coverage) throws IOException {
        json.writeFieldName(ForecastFields.COVERAGE);
        json.writeStartArray();
        for (double covered : coverage) {
            write(json, share, covered);
        }
        json.writeEndArray();
    }

    private void writeTimes(JsonGenerator json, Forecast forecast) throws IOException {
        json.writeFieldName(ForecastFields.HORIZON);
        json.writeArray(horizons, 0, horizons.length);
        json.writeFieldName(ForecastFields.TARGET_TIME);
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

    private void writePrevious(JsonGenerator json, TargetForecast target) throws IOException {
        if (!target.hasPrevious) {
            return;
        }
        writeObject(json, ForecastFields.PREVIOUS);
        writeInUnits(json, ForecastFields.YHAT, target.previousMean);
        writeInUnits(json, ForecastFields.YHAT_LOWER, target.previousLower);
        writeInUnits(json, ForecastFields.YHAT_UPPER, target.previousUpper);
        if (!compact) {
            writeInUnits(json, ForecastFields.RESIDUAL, target.residual);
            writeByExpert(json, ForecastFields.EXPERTS, target.previousByExpert);
        }
        json.writeEndObject();
    }

    private void writeExpected(JsonGenerator json, TargetForecast target) throws IOException {
        if (!compact) {
            writeInUnits(json, ForecastFields.EXPECTED, expected(target));
        }
    }

    private void writeRest(JsonGenerator json, TargetForecast target) throws IOException {
        json.writeFieldName(ForecastFields.IMPUTED);
        json.writeBoolean(target.imputed);
        if (!compact) {
            writeSkill(json, target.weights);
        }
    }

    private void writeSkill(JsonGenerator json, double[] weights) throws IOException {
        writeObject(json, ForecastFields.SKILL);
        for (int i = 0; i < EXPERTS.length; i++) {
            write(json, EXPERTS[i], share, weights[i]);
        }
        json.writeEndObject();
    }

    private void writeByExpert(JsonGenerator json, SerializableString name, double[] values) throws IOException {
        writeObject(json, name);
        for (int i = 0; i < EXPERTS.length; i++) {
            writeInUnits(json, EXPERTS[i], values[i]);
        }
        json.writeEndObject();
    }

    private static void writeObject(JsonGenerator json, SerializableString name) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
    }

    private void writeArray(JsonGenerator json, SerializableString name, double[] values) throws IOException {
        json.writeFieldName(name);
        json.writeStartArray();
        for (double value : values) {
            write(json, decimal, value);
        }
        json.writeEndArray();
    }

    private void writeInUnits(JsonGenerator json, SerializableString name, double value) throws IOException {
        write(json, name, decimal, value);
    }

    private static void write(JsonGenerator json, SerializableString name, ShortDecimal digits, double value)
            throws IOException {
        json.writeFieldName(name);
        write(json, digits, value);
    }

    private static void write(JsonGenerator json, ShortDecimal digits, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            digits.write(json, value);
        }
    }

    private static void writeText(JsonGenerator json, SerializableString name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    private static void writeInteger(JsonGenerator json, SerializableString name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    private static void writeNumber(JsonGenerator json, SerializableString name, double value) throws IOException {
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
