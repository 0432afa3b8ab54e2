package io.streamgauge.learn;

import io.streamgauge.nn.ParameterLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Norms of gradients and updates while a network learns: what shows that a gradient vanishes or explodes (Pascanu et al.
 * 2013) and how much clipping takes away.
 *
 * <p>It clips and steps in the caller's stead and measures on the way: {@link #clip}, then {@link #update} unless the
 * gradient is refused. Norms are Euclidean. Nothing is allocated between two reports.
 */
public final class GradientDiagnostics {
    /**
     * Share by which a norm falls at least when it is clipped. Below it lies the rounding of two sums of the same squares,
     * above it the step from 1 to the next smaller float.
     */
    private static final double LEAST_CLIPPING = 1e-9;

    private final LayerGroups layers;
    private final float[] before;
    /** Of the last clipped gradient, which counts once its update is made. */
    private final double[] lastLayerNorms;

    private double lastNorm;
    private double lastClippedNorm;

    private final double[] layerNorms;
    private double norms;
    private double clippedNorms;
    private double updateNorms;
    private int clipped;
    private int updates;

    public GradientDiagnostics(ParameterLayout layout) {
        layers = new LayerGroups(layout);
        before = new float[layout.size()];
        lastLayerNorms = new double[layers.count()];
        layerNorms = new double[layers.count()];
    }

    /** The names of a network's layers, as reports have them. */
    public static List<String> layers(ParameterLayout layout) {
        return new LayerGroups(layout).names();
    }

    /**
     * Clips.
     *
     * @param gradient scaled down in place
     * @return its norm before; infinite or NaN where the gradient holds such a value and must not be used
     */
    public double clip(GradientClipper clipper, float[] gradient) {
        for (int layer = 0; layer < lastLayerNorms.length; layer++) {
            lastLayerNorms[layer] = Math.sqrt(layers.squares(layer, gradient));
        }
        lastNorm = clipper.clip(gradient);
        lastClippedNorm = Math.sqrt(SumOfSquares.of(gradient, 0, gradient.length));
        return lastNorm;
    }

    /**
     * Makes the update of the gradient that was clipped last, and counts it.
     *
     * @param parameters overwritten
     * @param gradient not modified
     */
    public void update(Optimizer optimizer, double learningRate, float[] parameters, float[] gradient) {
        System.arraycopy(parameters, 0, before, 0, before.length);
        optimizer.step(parameters, gradient, learningRate);
        for (int i = 0; i < before.length; i++) {
            before[i] = parameters[i] - before[i];
        }
        updateNorms += Math.sqrt(SumOfSquares.of(before, 0, before.length));
        for (int layer = 0; layer < layerNorms.length; layer++) {
            layerNorms[layer] += lastLayerNorms[layer];
        }
        norms += lastNorm;
        clippedNorms += lastClippedNorm;
        clipped += lastClippedNorm < lastNorm * (1 - LEAST_CLIPPING) ? 1 : 0;
        updates++;
    }

    /** The means over the updates since the last report, from which on the next one counts. */
    public GradientReport report() {
        int count = Math.max(1, updates);
        Map<String, Double> byLayer = new LinkedHashMap<>();
        for (int layer = 0; layer < layerNorms.length; layer++) {
            byLayer.put(layers.names().get(layer), layerNorms[layer] / count);
        }
        var report = new GradientReport(
                updates, byLayer, norms / count, clippedNorms / count, (double) clipped / count, updateNorms / count);
        clear();
        return report;
    }

    private void clear() {
        Arrays.fill(layerNorms, 0);
        norms = 0;
        clippedNorms = 0;
        updateNorms = 0;
        clipped = 0;
        updates = 0;
    }
}
