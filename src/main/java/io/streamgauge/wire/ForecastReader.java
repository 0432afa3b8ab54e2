package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reader of forecast records, for whatever shows or checks them; see {@link ForecastRecord}. */
public final class ForecastReader {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxDocumentLength(1 << 20)
                    .build())
            .build());

    private ForecastReader() {}

    public static ForecastRecord read(byte[] bytes) throws WireFormatException {
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new WireFormatException("forecast is not JSON", e);
        }
        if (!node.path(ForecastFields.KEY.getValue()).isTextual()
                || !node.path(ForecastFields.TIME.getValue()).isIntegralNumber()) {
            throw new WireFormatException("forecast has no key or no time");
        }
        return new ForecastRecord(
                node.path(ForecastFields.KEY.getValue()).asText(),
                node.path(ForecastFields.TIME.getValue()).asLong(),
                number(node.path(ForecastFields.Y.getValue())),
                node.path(ForecastFields.STATUS.getValue()).asText(),
                node.path(ForecastFields.PROGRESS.getValue()).asDouble(1),
                node.path(ForecastFields.GENERATION.getValue()).asLong(),
                node.path(ForecastFields.MODEL_VERSION.getValue()).asLong(),
                numbers(node.path(ForecastFields.YHAT.getValue())),
                numbers(node.path(ForecastFields.YHAT_MEDIAN.getValue())),
                numbers(node.path(ForecastFields.YHAT_LOWER.getValue())),
                numbers(node.path(ForecastFields.YHAT_UPPER.getValue())),
                numbers(node.path(ForecastFields.COVERAGE.getValue())),
                bands(node.path(ForecastFields.BANDS.getValue())),
                integers(node.path(ForecastFields.HORIZON.getValue())),
                times(node.path(ForecastFields.TARGET_TIME.getValue())),
                previous(node.path(ForecastFields.PREVIOUS.getValue())),
                node.path(ForecastFields.ANOMALY_SCORE.getValue()).asDouble(),
                node.path(ForecastFields.ALERT_SCORE.getValue()).asDouble(),
                node.path(ForecastFields.ANOMALY_GRADE.getValue()).asDouble(),
                number(node.path(ForecastFields.EXPECTED.getValue())),
                node.path(ForecastFields.REASON.getValue()).asText(),
                node.path(ForecastFields.IMPUTED.getValue()).asBoolean(),
                byName(node.path(ForecastFields.SKILL.getValue())),
                targets(node.path(ForecastFields.TARGETS.getValue())),
                byName(node.path(ForecastFields.COVARIATES.getValue())),
                byName(node.path(ForecastFields.CATEGORIES.getValue())));
    }

    private static Map<String, ForecastRecord.Target> targets(JsonNode node) {
        Map<String, ForecastRecord.Target> targets = new LinkedHashMap<>();
        node.properties().forEach(entry -> targets.put(entry.getKey(), target(entry.getValue())));
        return targets;
    }

    private static ForecastRecord.Target target(JsonNode node) {
        return new ForecastRecord.Target(
                number(node.path(ForecastFields.Y.getValue())),
                numbers(node.path(ForecastFields.YHAT.getValue())),
                numbers(node.path(ForecastFields.YHAT_MEDIAN.getValue())),
                numbers(node.path(ForecastFields.YHAT_LOWER.getValue())),
                numbers(node.path(ForecastFields.YHAT_UPPER.getValue())),
                numbers(node.path(ForecastFields.COVERAGE.getValue())),
                bands(node.path(ForecastFields.BANDS.getValue())),
                previous(node.path(ForecastFields.PREVIOUS.getValue())),
                number(node.path(ForecastFields.EXPECTED.getValue())),
                node.path(ForecastFields.IMPUTED.getValue()).asBoolean(),
                byName(node.path(ForecastFields.SKILL.getValue())));
    }

    private static Map<String, ForecastRecord.Band> bands(JsonNode node) {
        Map<String, ForecastRecord.Band> bands = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> bands.put(
                        entry.getKey(),
                        new ForecastRecord.Band(
                                numbers(entry.getValue().path(ForecastFields.LOWER.getValue())),
                                numbers(entry.getValue().path(ForecastFields.UPPER.getValue())),
                                numbers(entry.getValue().path(ForecastFields.COVERAGE.getValue())))));
        return bands;
    }

    private static ForecastRecord.@Nullable Previous previous(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        return new ForecastRecord.Previous(
                node.path(ForecastFields.YHAT.getValue()).asDouble(),
                node.path(ForecastFields.YHAT_LOWER.getValue()).asDouble(),
                node.path(ForecastFields.YHAT_UPPER.getValue()).asDouble(),
                number(node.path(ForecastFields.RESIDUAL.getValue())),
                byName(node.path(ForecastFields.EXPERTS.getValue())));
    }

    private static Map<String, Double> byName(JsonNode node) {
        Map<String, Double> values = new LinkedHashMap<>();
        node.properties().forEach(entry -> values.put(entry.getKey(), number(entry.getValue())));
        return values;
    }

    /** What is missing is null in JSON, and in compact records not there. */
    private static double number(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? Double.NaN : node.asDouble();
    }

    private static double[] numbers(JsonNode node) {
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(node.get(i));
        }
        return values;
    }

    private static int[] integers(JsonNode node) {
        int[] values = new int[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).asInt();
        }
        return values;
    }

    private static long[] times(JsonNode node) {
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).asLong();
        }
        return values;
    }
}
