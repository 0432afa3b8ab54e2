package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
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
        if (!at(node, ForecastFields.KEY).isTextual()
                || !at(node, ForecastFields.TIME).isIntegralNumber()) {
            throw new WireFormatException("forecast has no key or no time");
        }
        return new ForecastRecord(
                at(node, ForecastFields.KEY).asText(),
                at(node, ForecastFields.TIME).asLong(),
                number(at(node, ForecastFields.Y)),
                at(node, ForecastFields.STATUS).asText(),
                at(node, ForecastFields.PROGRESS).asDouble(1),
                at(node, ForecastFields.GENERATION).asLong(),
                at(node, ForecastFields.MODEL_VERSION).asLong(),
                numbers(at(node, ForecastFields.YHAT)),
                numbers(at(node, ForecastFields.YHAT_MEDIAN)),
                numbers(at(node, ForecastFields.YHAT_LOWER)),
                numbers(at(node, ForecastFields.YHAT_UPPER)),
                numbers(at(node, ForecastFields.COVERAGE)),
                bands(at(node, ForecastFields.BANDS)),
                integers(at(node, ForecastFields.HORIZON)),
                times(at(node, ForecastFields.TARGET_TIME)),
                previous(at(node, ForecastFields.PREVIOUS)),
                at(node, ForecastFields.ANOMALY_SCORE).asDouble(),
                at(node, ForecastFields.ALERT_SCORE).asDouble(),
                at(node, ForecastFields.ANOMALY_GRADE).asDouble(),
                number(at(node, ForecastFields.EXPECTED)),
                at(node, ForecastFields.REASON).asText(),
                at(node, ForecastFields.IMPUTED).asBoolean(),
                byName(at(node, ForecastFields.SKILL)),
                targets(at(node, ForecastFields.TARGETS)),
                byName(at(node, ForecastFields.COVARIATES)),
                byName(at(node, ForecastFields.CATEGORIES)),
                probability(at(at(node, ForecastFields.OUTCOME), ForecastFields.PROBABILITY)));
    }

    private static JsonNode at(JsonNode node, SerializableString field) {
        return node.path(field.getValue());
    }

    private static Map<String, ForecastRecord.Target> targets(JsonNode node) {
        Map<String, ForecastRecord.Target> targets = new LinkedHashMap<>();
        node.properties().forEach(entry -> targets.put(entry.getKey(), target(entry.getValue())));
        return targets;
    }

    private static ForecastRecord.Target target(JsonNode node) {
        return new ForecastRecord.Target(
                number(at(node, ForecastFields.Y)),
                numbers(at(node, ForecastFields.YHAT)),
                numbers(at(node, ForecastFields.YHAT_MEDIAN)),
                numbers(at(node, ForecastFields.YHAT_LOWER)),
                numbers(at(node, ForecastFields.YHAT_UPPER)),
                numbers(at(node, ForecastFields.COVERAGE)),
                bands(at(node, ForecastFields.BANDS)),
                previous(at(node, ForecastFields.PREVIOUS)),
                number(at(node, ForecastFields.EXPECTED)),
                at(node, ForecastFields.IMPUTED).asBoolean(),
                byName(at(node, ForecastFields.SKILL)),
                number(at(node, ForecastFields.ANOMALY_SHARE)));
    }

    private static Map<String, ForecastRecord.Band> bands(JsonNode node) {
        Map<String, ForecastRecord.Band> bands = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> bands.put(
                        entry.getKey(),
                        new ForecastRecord.Band(
                                numbers(at(entry.getValue(), ForecastFields.LOWER)),
                                numbers(at(entry.getValue(), ForecastFields.UPPER)),
                                numbers(at(entry.getValue(), ForecastFields.COVERAGE)))));
        return bands;
    }

    private static ForecastRecord.@Nullable Previous previous(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        return new ForecastRecord.Previous(
                at(node, ForecastFields.YHAT).asDouble(),
                at(node, ForecastFields.YHAT_LOWER).asDouble(),
                at(node, ForecastFields.YHAT_UPPER).asDouble(),
                number(at(node, ForecastFields.RESIDUAL)),
                byName(at(node, ForecastFields.EXPERTS)));
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

    private static @Nullable Double probability(JsonNode node) {
        return node.isNumber() ? node.asDouble() : null;
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
