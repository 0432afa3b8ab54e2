package io.streamgauge.app.bench;

import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WireFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * {@code bench state}: what a key's state takes in bytes, part by part, and what its step takes in time.
 *
 * <p>The keys are made-up daily series of quarter-hours with noise; the network is untrained, which costs what a trained one
 * does. Times are medians over rounds, the operations in turns.
 */
public final class StateBench {

    private static final int KEYS = 64;
    private static final int EVENTS = 4_096;
    /** Until all that a step calls is compiled, which takes a machine with few cores some seconds. */
    private static final long WARM_UP_NANOS = 8_000_000_000L;

    private static final int ROUNDS = 101;
    private static final long INTERVAL = 900_000;
    private static final int DAY = 96;
    private static final double NANOS_PER_MICRO = 1e3;

    private final SeriesMonitor monitor;
    private final ForecasterSpec spec;
    private final StateCodec codec;
    private final ModelSnapshot model;
    private final AlertRules rules;
    private final SeriesForecaster.Workspace workspace;
    private final Forecast forecast;
    private final AnomalyResult anomaly;
    private final List<KeyState> states = new ArrayList<>();
    private final Random random = new Random(1);
    private final Measurement[] coming = new Measurement[EVENTS];
    private long steps;

    public StateBench(SeriesMonitor monitor) {
        this.monitor = monitor;
        spec = monitor.spec();
        codec = new StateCodec(spec);
        model = new ModelSnapshot(0, 0, new RecurrentNetwork(spec.network(), spec.untrained(1)));
        rules = monitor.rules("key");
        workspace = new SeriesForecaster.Workspace(spec);
        forecast = new Forecast(spec);
        anomaly = new AnomalyResult();
        for (int k = 0; k < KEYS; k++) {
            states.add(KeyState.fresh(spec, false));
        }
    }

    /** The table and {@code RESULT} lines of one number of horizons; where targets are several, named {@code HxTARGETS}. */
    public List<String> run() {
        List<String> lines = bytes();
        time(lines);
        return lines;
    }

    /** That of bytes alone. */
    List<String> bytes() {
        List<String> lines = new ArrayList<>();
        String size = size();
        lines.add(String.format(Locale.ROOT, "%-42s %6s", "horizons: " + size, "bytes"));
        for (Map.Entry<String, Integer> part : codec.bytesByPart().entrySet()) {
            lines.add(String.format(Locale.ROOT, "  %-40s %6d", part.getKey(), part.getValue()));
            String name = part.getKey().equals(StatePart.SERIES)
                    ? "series"
                    : part.getKey().replaceAll("\\W+", "_");
            lines.add(result("state." + size + "." + name, part.getValue(), "bytes"));
        }
        lines.add(
                String.format(Locale.ROOT, "  %-40s %6d", "all, of a key without windows", codec.encodedBytes(false)));
        lines.add(result("state." + size + ".all", codec.encodedBytes(false), "bytes"));
        return lines;
    }

    private String size() {
        int targets = spec.targets().size();
        return spec.horizons().size() + (targets == 1 ? "" : "x" + targets);
    }

    private void time(List<String> lines) {
        String size = size();
        List<LongConsumer> operations = List.of(this::step, this::stepNetwork, this::encode, this::decode);
        List<String> names = List.of("step", "network", "encode", "decode");
        double[][] micros = new double[operations.size()][ROUNDS];
        long warm = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() < warm) {
            bring();
            operations.forEach(operation -> operation.accept(EVENTS));
        }
        for (int round = 0; round < ROUNDS; round++) {
            bring();
            for (int i = 0; i < operations.size(); i++) {
                long began = System.nanoTime();
                operations.get(i).accept(EVENTS);
                micros[i][round] = (System.nanoTime() - began) / NANOS_PER_MICRO / EVENTS;
            }
        }
        long brought = Allocation.bytesPerOperation(this::bring);
        long allocated = Allocation.bytesPerOperation(() -> {
            bring();
            step(EVENTS);
        });
        for (int i = 0; i < names.size(); i++) {
            Arrays.sort(micros[i]);
            double median = micros[i][ROUNDS / 2];
            lines.add(String.format(Locale.ROOT, "  %-40s %6.2f us", names.get(i), median));
            lines.add(result("time." + size + "." + names.get(i), median, "us"));
        }
        lines.add(result("allocated." + size + ".step", (allocated - brought) / EVENTS, "bytes"));
    }

    /** Makes what the next steps take in, which is no part of them. */
    private void bring() {
        for (int e = 0; e < EVENTS; e++) {
            long t = (steps + e) / KEYS;
            double level = 10 * Math.sin(2 * Math.PI * (t % DAY) / DAY);
            double[] values = new double[spec.targets().size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = level + random.nextGaussian();
            }
            coming[e] = Measurement.of(t * INTERVAL, values);
        }
    }

    private void step(long events) {
        for (int e = 0; e < events; e++) {
            KeyState state = states.get((int) (steps % KEYS));
            monitor.step(state, coming[e], model, rules, workspace, forecast, anomaly);
            steps++;
        }
    }

    private void stepNetwork(long events) {
        float[] inputs = new float[spec.network().inputWidth()];
        float[] outputs = new float[spec.network().outputSize()];
        var scratch = model.network().newScratch();
        var state = model.network().newState();
        for (long e = 0; e < events; e++) {
            model.network().step(inputs, state, scratch, outputs);
        }
    }

    private void encode(long events) {
        for (long e = 0; e < events; e++) {
            codec.encode(states.get((int) (e % KEYS)));
        }
    }

    private void decode(long events) {
        byte[] encoded = codec.encode(states.get(0));
        try {
            for (long e = 0; e < events; e++) {
                codec.decodeShared(encoded);
            }
        } catch (WireFormatException e) {
            throw new IllegalStateException("a state just written cannot be read: " + e.getMessage(), e);
        }
    }

    private static String result(String name, Number value, String unit) {
        return String.format(Locale.ROOT, "RESULT %s %s %s", name, value, unit);
    }
}
