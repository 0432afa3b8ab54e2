package io.streamgauge.app;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestMapper;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestState;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scores, time per event and bytes per key of AWS's Random Cut Forest (Guha et al. 2016) beside ours, file by file in turns.
 *
 * <p>For {@code src/measure/anomaly-rcf.sh}. The forest is AWS's own {@link ThresholdedRandomCutForest} in its streaming mode,
 * 50 trees of 256 points; the settings differ in shingle size, transformation and in whether grade or score is taken. Ours is
 * the whole step of one event, the forecast included, with weights that do not change meanwhile, which costs the same.
 */
final class ForestComparison {

    private static final int TREES = 50;
    private static final int SAMPLES = 256;
    private static final int[] SHINGLES = {1, 8};
    private static final List<TransformMethod> TRANSFORMS = List.of(TransformMethod.NONE, TransformMethod.NORMALIZE);
    private static final long SEED = 7;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path out;
    private final List<Double> ourMicros = new ArrayList<>();
    private final Map<Integer, List<Double>> forestMicros = new LinkedHashMap<>();
    private final Map<Integer, List<Double>> forestBytes = new LinkedHashMap<>();

    private ForestComparison(Path out) {
        this.out = out;
    }

    /** One file's events. */
    private record Series(String name, List<String> times, long[] millis, double[] values) {

        static Series read(Path folder, String name) throws IOException {
            List<String> lines = Files.readAllLines(folder.resolve(name));
            int count = lines.size() - 1;
            List<String> times = new ArrayList<>();
            long[] millis = new long[count];
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                String[] cells = lines.get(i + 1).split(",", -1);
                times.add(cells[0]);
                millis[i] = LocalDateTime.parse(cells[0].replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
                values[i] = Double.parseDouble(cells[1]);
            }
            return new Series(name, times, millis, values);
        }
    }

    /** @param arguments topology file, folder of the files, list of their names, folder for the scores */
    public static void main(String[] arguments) throws IOException {
        TopologyConfig topology = TopologyConfig.load(Path.of(arguments[0]), Map.of());
        ForestComparison comparison = new ForestComparison(Path.of(arguments[3]));
        List<String> names = Files.readAllLines(Path.of(arguments[2])).stream()
                .filter(name -> !name.isBlank())
                .toList();
        // The first file once more at the beginning, so that what is timed is compiled.
        List<String> order = new ArrayList<>(names.subList(0, 1));
        order.addAll(names);
        for (String name : order) {
            Series series = Series.read(Path.of(arguments[1]), name);
            comparison.ours(topology, series);
            for (int shingle : SHINGLES) {
                for (TransformMethod transform : TRANSFORMS) {
                    comparison.forest(series, shingle, transform);
                }
            }
            System.err.println(name);
        }
        comparison.results(topology);
    }

    private void ours(TopologyConfig topology, Series series) {
        SeriesMonitor monitor = Wiring.monitor(topology);
        ModelSnapshot model = Wiring.generationZero(topology);
        SeriesForecaster.Workspace workspace = new SeriesForecaster.Workspace(monitor.spec());
        Forecast forecast = new Forecast(monitor.spec());
        AnomalyResult result = new AnomalyResult();
        AlertRules rules = monitor.rules(series.name);
        KeyState state = monitor.fresh(series.name);
        long began = System.nanoTime();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < series.values.length; i++) {
            if (series.millis[i] <= last) {
                continue; // what run gives to the dead letters as late
            }
            last = series.millis[i];
            monitor.step(
                    state,
                    Measurement.of(series.millis[i], series.values[i]),
                    model,
                    rules,
                    workspace,
                    forecast,
                    result);
        }
        ourMicros.add((System.nanoTime() - began) / NANOS_PER_MICRO / series.values.length);
    }

    private void forest(Series series, int shingle, TransformMethod transform) throws IOException {
        ThresholdedRandomCutForest forest = ThresholdedRandomCutForest.builder()
                .dimensions(shingle)
                .shingleSize(shingle)
                .numberOfTrees(TREES)
                .sampleSize(SAMPLES)
                .forestMode(ForestMode.STANDARD)
                .transformMethod(transform)
                .randomSeed(SEED)
                .build();
        int count = series.values.length;
        double[] grades = new double[count];
        double[] scores = new double[count];
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            AnomalyDescriptor found = forest.process(new double[] {series.values[i]}, series.millis[i]);
            grades[i] = found.getAnomalyGrade();
            scores[i] = found.getRCFScore();
        }
        double micros = (System.nanoTime() - began) / NANOS_PER_MICRO / count;
        forestMicros.computeIfAbsent(shingle, any -> new ArrayList<>()).add(micros);
        ThresholdedRandomCutForestState state = new ThresholdedRandomCutForestMapper().toState(forest);
        forestBytes
                .computeIfAbsent(shingle, any -> new ArrayList<>())
                .add((double) JSON.writeValueAsBytes(state).length);
        String setting = "shingle" + shingle + "-" + transform.name().toLowerCase(Locale.ROOT);
        write(series, setting + "-grade", grades);
        write(series, setting + "-score", scores);
    }

    private void write(Series series, String setting, double[] scores) throws IOException {
        Path file = out.resolve(setting).resolve(series.name);
        Files.createDirectories(file.getParent());
        List<String> lines = new ArrayList<>(List.of("timestamp,anomaly_score"));
        for (int i = 0; i < scores.length; i++) {
            lines.add(series.times.get(i) + "," + scores[i]);
        }
        Files.write(file, lines);
    }

    private void results(TopologyConfig topology) {
        StateCodec codec = new StateCodec(Wiring.forecaster(topology));
        result("ours.us", median(ourMicros), "us/event");
        result("ours.bytes", codec.encodedBytes(false), "bytes/key");
        for (int shingle : SHINGLES) {
            result("shingle" + shingle + ".us", median(forestMicros.get(shingle)), "us/event");
            result("shingle" + shingle + ".bytes", median(forestBytes.get(shingle)), "bytes/key");
        }
    }

    private static void result(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "RESULT rcf.%s %.1f %s%n", name, value, unit);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
