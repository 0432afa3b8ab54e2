package io.streamgauge.forecast;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.signal.FeatureEncoder;
import java.time.ZoneId;
import java.util.List;

/**
 * What a forecaster is made of; two equal specifications lay out a key's state alike.
 *
 * @param horizons steps ahead, rising, the first of them 1
 * @param season values per season, 0 where the day is the season
 * @param zone time zone of day and week
 * @param cell kind of the network's recurrent cell
 * @param hiddenSize units per layer
 * @param layers recurrent layers
 * @param windowSteps steps of a labelled window
 * @param windowStride values from the start of one window to the start of the next
 * @param bandLevel share of values that the band should cover
 * @param head how the network's outputs are read
 * @param target what the network forecasts
 */
public record ForecasterSpec(
        List<Integer> horizons,
        int season,
        ZoneId zone,
        CellKind cell,
        int hiddenSize,
        int layers,
        int windowSteps,
        int windowStride,
        double bandLevel,
        Head head,
        TargetKind target) {

    public ForecasterSpec {
        horizons = List.copyOf(horizons);
        if (horizons.isEmpty() || horizons.get(0) != 1) {
            throw new IllegalArgumentException("horizons are " + horizons + ", expected the first to be 1");
        }
        for (int i = 1; i < horizons.size(); i++) {
            if (horizons.get(i) <= horizons.get(i - 1)) {
                throw new IllegalArgumentException("horizons are " + horizons + ", expected them to rise");
            }
        }
        if (windowSteps < 1 || windowStride < 1 || windowStride > windowSteps) {
            throw new IllegalArgumentException(
                    "window stride is " + windowStride + ", expected 1 to the window's " + windowSteps + " steps");
        }
        if (!(bandLevel > 0 && bandLevel < 1)) {
            throw new IllegalArgumentException("band level is " + bandLevel + ", expected between 0 and 1");
        }
    }

    /** A forecaster whose network gives one value per horizon: the change. */
    public ForecasterSpec(
            List<Integer> horizons,
            int season,
            ZoneId zone,
            CellKind cell,
            int hiddenSize,
            int layers,
            int windowSteps,
            int windowStride,
            double bandLevel) {
        this(
                horizons,
                season,
                zone,
                cell,
                hiddenSize,
                layers,
                windowSteps,
                windowStride,
                bandLevel,
                new PointHead(),
                TargetKind.CHANGE);
    }

    /** The network that serves this forecaster: for each horizon the outputs of the head. */
    public NetworkSpec network() {
        int outputs = targetsPerStep() * head.outputsPerTarget();
        return new NetworkSpec(cell, FeatureEncoder.FEATURES, hiddenSize, layers, outputs);
    }

    /** The number of values that a labelled window holds for each of its steps. */
    public int targetsPerStep() {
        return horizons.size();
    }

    /** The network's weights before anything is learned: every output stands where the head has it at rest. */
    public Parameters untrained(long seed) {
        float[] one = head.atRest();
        float[] atRest = new float[targetsPerStep() * one.length];
        for (int i = 0; i < atRest.length; i++) {
            atRest[i] = one[i % one.length];
        }
        return Initializer.initialize(network(), atRest, seed);
    }

    /** The furthest horizon in steps. */
    public int furthest() {
        return horizons.get(horizons.size() - 1);
    }

    int[] horizonArray() {
        return horizons.stream().mapToInt(Integer::intValue).toArray();
    }
}
