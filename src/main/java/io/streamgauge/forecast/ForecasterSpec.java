package io.streamgauge.forecast;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.InputSpec;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a forecaster is made of; two equal specifications lay out a key's state alike.
 *
 * @param inputs what enters a step
 * @param horizons steps ahead, rising, the first of them 1
 * @param cell kind of the network's recurrent cell
 * @param hiddenSize units per layer
 * @param layers recurrent layers
 * @param windowSteps steps of a labelled window
 * @param windowStride values from the start of one window to the start of the next
 * @param bandLevels shares of values that the bands should cover
 * @param bounds no forecast and no band leaves them
 * @param head how the network's outputs are read
 * @param target what the network forecasts
 * @param memory values after which what a readout has learned counts a third (1/e): 1/(1 − λ)
 * @param outcome what is labelled beside the values; null where nothing is
 */
public record ForecasterSpec(
        InputSpec inputs,
        List<Integer> horizons,
        CellKind cell,
        int hiddenSize,
        int layers,
        int windowSteps,
        int windowStride,
        List<Double> bandLevels,
        Bounds bounds,
        Head head,
        TargetKind target,
        int memory,
        @Nullable Outcome outcome) {

    /** The readouts' memory where nothing else is asked for. */
    public static final int USUAL_MEMORY = 5_000;

    /** A readout that remembered less would not know its own weights. */
    public static final int LEAST_MEMORY = 100;

    /** Length of a category's vector. */
    private static final int EMBEDDING_DIMENSION = 4;

    public ForecasterSpec {
        horizons = List.copyOf(horizons);
        bandLevels = List.copyOf(bandLevels);
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
        if (bandLevels.isEmpty()) {
            throw new IllegalArgumentException("there is no band level, expected one or more");
        }
        if (memory < LEAST_MEMORY) {
            throw new IllegalArgumentException("memory is " + memory + " values, expected at least " + LEAST_MEMORY);
        }
        for (double level : bandLevels) {
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException("band level is " + level + ", expected between 0 and 1");
            }
        }
    }

    /** A forecaster whose readouts remember as much as usual. */
    public ForecasterSpec(
            InputSpec inputs,
            List<Integer> horizons,
            CellKind cell,
            int hiddenSize,
            int layers,
            int windowSteps,
            int windowStride,
            List<Double> bandLevels,
            Bounds bounds,
            Head head,
            TargetKind target) {
        this(
                inputs,
                horizons,
                cell,
                hiddenSize,
                layers,
                windowSteps,
                windowStride,
                bandLevels,
                bounds,
                head,
                target,
                USUAL_MEMORY,
                null);
    }

    /** One target without bounds, one band, and a network that gives one value per horizon: the change. */
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
                new InputSpec(season, zone),
                horizons,
                cell,
                hiddenSize,
                layers,
                windowSteps,
                windowStride,
                List.of(bandLevel),
                Bounds.NONE,
                new PointHead(),
                TargetKind.CHANGE);
    }

    /** The same with another network and other windows. */
    public ForecasterSpec withNetwork(
            CellKind otherCell, int otherHiddenSize, int otherLayers, int otherSteps, int otherStride) {
        return new ForecasterSpec(
                inputs,
                horizons,
                otherCell,
                otherHiddenSize,
                otherLayers,
                otherSteps,
                otherStride,
                bandLevels,
                bounds,
                head,
                target,
                memory,
                outcome);
    }

    /** The same with another target of the network. */
    public ForecasterSpec withTarget(TargetKind other) {
        return new ForecasterSpec(
                inputs,
                horizons,
                cell,
                hiddenSize,
                layers,
                windowSteps,
                windowStride,
                bandLevels,
                bounds,
                head,
                other,
                memory,
                outcome);
    }

    /** The same with an outcome beside the values. */
    public ForecasterSpec withOutcome(@Nullable Outcome other) {
        return new ForecasterSpec(
                inputs,
                horizons,
                cell,
                hiddenSize,
                layers,
                windowSteps,
                windowStride,
                bandLevels,
                bounds,
                head,
                target,
                memory,
                other);
    }

    /** The network that serves this forecaster: for each target and horizon the outputs of the head, then the outcome's. */
    public NetworkSpec network() {
        Covariates covariates = inputs.covariates();
        Embedding embedding = new Embedding(covariates.rows(), EMBEDDING_DIMENSION);
        return new NetworkSpec(
                cell,
                inputs.features(),
                hiddenSize,
                layers,
                valueOutputs() + (outcome == null ? 0 : 1),
                Collections.nCopies(covariates.categorical().size(), embedding),
                Activation.IDENTITY);
    }

    /** Names of the targets. */
    public List<String> targets() {
        return inputs.targets();
    }

    /** The first band's level. */
    public double bandLevel() {
        return bandLevels.get(0);
    }

    /** The number of values that a labelled window holds for each of its steps: targets × horizons. */
    public int targetsPerStep() {
        return targets().size() * horizons.size();
    }

    /** The network's outputs that are about values; an outcome's comes after them. */
    int valueOutputs() {
        return targetsPerStep() * head.outputsPerTarget();
    }

    /**
     * The network's weights before anything is learned: every output stands where the head has it at rest. What covariates
     * were some steps ago nothing but the network remembers, so with them one of gated recurrent units starts with a delay line.
     */
    public Parameters untrained(long seed) {
        float[] one = head.atRest();
        float[] atRest = new float[network().outputSize()];
        Arrays.fill(atRest, Outcome.LOGIT_AT_REST);
        for (int i = 0; i < valueOutputs(); i++) {
            atRest[i] = one[i % one.length];
        }
        return inputs.covariates().numeric().isEmpty()
                ? Initializer.initialize(network(), atRest, seed)
                : Initializer.delaying(network(), atRest, seed);
    }

    /** The furthest horizon in steps. */
    public int furthest() {
        return horizons.get(horizons.size() - 1);
    }

    int[] horizonArray() {
        int[] steps = new int[horizons.size()];
        for (int j = 0; j < steps.length; j++) {
            steps[j] = horizons.get(j);
        }
        return steps;
    }
}
