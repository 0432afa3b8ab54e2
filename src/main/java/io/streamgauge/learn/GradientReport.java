package io.streamgauge.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the gradients of some updates were like; everything 0 where there was no update.
 *
 * @param updates number of updates
 * @param layerNorms mean norm of each layer's gradient before clipping, by the layer's name
 * @param norm mean norm of the whole gradient before clipping
 * @param clippedNorm mean norm of the whole gradient after clipping
 * @param clippedShare share of the updates whose gradient was clipped
 * @param updateNorm mean norm of the change of the parameters
 */
public record GradientReport(
        int updates,
        Map<String, Double> layerNorms,
        double norm,
        double clippedNorm,
        double clippedShare,
        double updateNorm) {

    public GradientReport {
        layerNorms = Collections.unmodifiableMap(new LinkedHashMap<>(layerNorms));
    }
}
