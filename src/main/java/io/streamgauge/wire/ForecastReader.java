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
        if (!node.path("key").isTextual() || !node.path("time").isIntegralNumber()) {
            throw new WireFormatException("forecast has no key or no time");
        }
        return new ForecastRecord(
                node.path("key").asText(),
                node.path("time").asLong(),
                number(node.path("y")),
                node.path("status").asText(),
                node.path("progress").asDouble(),
                node.path("generation").asLong(),
                node.path("model_version").asLong(),
                numbers(node.path("yhat")),
                numbers(node.path("yhat_median")),
                numbers(node.path("yhat_lower")),
                numbers(node.path("yhat_upper")),
                numbers(node.path("coverage")),
                bands(node.path("bands")),
                integers(node.path("horizon")),
                times(node.path("target_time")),
                previous(node.path("previous")),
                node.path("anomaly_score").asDouble(),
                node.path("alert_score").asDouble(),
                node.path("anomaly_grade").asDouble(),
                number(node.path("expected")),
                node.path("reason").asText(),
                node.path("imputed").asBoolean(),
                byName(node.path("skill")),
                targets(node.path("targets")),
                byName(node.path("covariates")),
                byName(node.path("categories")));
    }

    private static Map<String, ForecastRecord.Target> targets(JsonNode node) {
        Map<String, ForecastRecord.Target> targets = new LinkedHashMap<>();
        node.properties().forEach(entry -> targets.put(entry.getKey(), target(entry.getValue())));
        return targets;
    }

    private static ForecastRecord.Target target(JsonNode node) {
        return new ForecastRecord.Target(
                number(node.path("y")),
                numbers(node.path("yhat")),
                numbers(node.path("yhat_median")),
                numbers(node.path("yhat_lower")),
                numbers(node.path("yhat_upper")),
                numbers(node.path("coverage")),
                bands(node.path("bands")),
                previous(node.path("previous")),
                number(node.path("expected")),
                node.path("imputed").asBoolean(),
                byName(node.path("skill")));
    }

    private static Map<String, ForecastRecord.Band> bands(JsonNode node) {
        Map<String, ForecastRecord.Band> bands = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> bands.put(
                        entry.getKey(),
                        new ForecastRecord.Band(
                                numbers(entry.getValue().path("lower")),
                                numbers(entry.getValue().path("upper")),
                                numbers(entry.getValue().path("coverage")))));
        return bands;
    }

    private static ForecastRecord.@Nullable Previous previous(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        return new ForecastRecord.Previous(
                node.path("yhat").asDouble(),
                node.path("yhat_lower").asDouble(),
                node.path("yhat_upper").asDouble(),
                number(node.path("residual")),
                byName(node.path("experts")));
    }

    private static Map<String, Double> byName(JsonNode node) {
        Map<String, Double> values = new LinkedHashMap<>();
        node.properties().forEach(entry -> values.put(entry.getKey(), number(entry.getValue())));
        return values;
    }

    /** What is missing is null in JSON. */
    private static double number(JsonNode node) {
        return node.isNull() ? Double.NaN : node.asDouble();
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
