package io.streamgauge.forecast;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.MissingPolicy;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded runs of the forecaster for tests. */
public final class Runs {
    /** Time of value number 0. */
    public static final long START = 1_600_000_020_000L;

    public static final long INTERVAL = 60_000;

    private Runs() {}

    public static ForecasterSpec spec(CellKind cell, int layers) {
        return new ForecasterSpec(List.of(1, 2, 5), 24, ZoneOffset.UTC, cell, 4, layers, 8, 3, .9);
    }

    /** Several targets without a season, one step ahead, and the least network. */
    public static ForecasterSpec severalTargets(int targets) {
        return new ForecasterSpec(
                new InputSpec(
                        IntStream.range(0, targets).mapToObj(k -> "t" + k).toList(),
                        0,
                        ZoneOffset.UTC,
                        MissingPolicy.SKIP),
                List.of(1),
                CellKind.GRU,
                2,
                1,
                2,
                1,
                List.of(.9),
                Bounds.NONE,
                new PointHead(),
                TargetKind.CHANGE);
    }

    /** Weights that all matter, the head's included. */
    public static ModelSnapshot randomModel(ForecasterSpec spec, long seed) {
        return model(spec, RandomNetworks.parameters(spec.network(), seed));
    }

    public static ModelSnapshot untrained(ForecasterSpec spec) {
        return model(spec, Initializer.initialize(spec.network(), 1));
    }

    /** A network whose output j is {@code outputs[j]}, whatever comes. */
    static ModelSnapshot constant(ForecasterSpec spec, float... outputs) {
        NetworkSpec network = spec.network();
        ParameterLayout layout = network.layout();
        float[] values = new float[layout.size()];
        System.arraycopy(outputs, 0, values, layout.tensor("head.bias").offset(), outputs.length);
        return model(spec, Parameters.of(layout, values));
    }

    private static ModelSnapshot model(ForecasterSpec spec, Parameters parameters) {
        return new ModelSnapshot(3, 2, new RecurrentNetwork(spec.network(), parameters));
    }

    /** A season, a random walk and noise. */
    public static double[] series(int values, long seed) {
        var random = new Random(seed);
        double[] y = new double[values];
        double walk = 0;
        for (int i = 0; i < values; i++) {
            walk += .2 * random.nextGaussian();
            y[i] = 3 * Math.sin(2 * Math.PI * i / 24) + walk + .3 * random.nextGaussian();
        }
        return y;
    }

    public static long time(int number) {
        return START + number * INTERVAL;
    }

    /** The result of every step over {@code y}, one value per interval. */
    static List<Forecast> run(ForecasterSpec spec, ModelSnapshot model, SeriesState state, double[] y) {
        var forecaster = new SeriesForecaster(spec);
        var workspace = new SeriesForecaster.Workspace(spec);
        List<Forecast> forecasts = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            var out = new Forecast(spec);
            forecaster.step(state, Measurement.of(time(i), y[i]), model, workspace, out);
            forecasts.add(out);
        }
        return forecasts;
    }
}
