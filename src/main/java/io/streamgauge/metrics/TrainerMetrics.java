package io.streamgauge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The trainer's meters. A gauge that has no value yet is exported as NaN, which Prometheus charts as a gap. */
public final class TrainerMetrics {
    private final Counter windows;
    private final LabelledCounters windowsRejected;
    private final GaugeCell windowLag;
    private final Counter blocks;
    private final Counter updatesSkipped;
    private final GaugeCell loss;
    private final Map<String, GaugeCell> layerGradientNorms = new LinkedHashMap<>();
    private final GaugeCell gradientNorm;
    private final GaugeCell clippedGradientNorm;
    private final GaugeCell updateNorm;
    private final GaugeCell clippedShare;
    private final GaugeCell learningRate;
    private final Counter drifts;
    private final Counter promotions;
    private final Counter rejections;
    private final Counter rollbacks;
    private final Counter restarts;
    private final GaugeCell version;

    /**
     * Registers every meter at once, so that each is exported before its first event.
     *
     * @param windowRejectedReasons the reasons that have a counter of their own
     * @param layers the network's layers, whose gradients have a gauge each
     */
    public TrainerMetrics(MeterRegistry registry, List<String> windowRejectedReasons, List<String> layers) {
        windows = TrainerMeter.WINDOWS.counter(registry);
        windowsRejected = new LabelledCounters(registry, TrainerMeter.WINDOWS_REJECTED, windowRejectedReasons);
        windowLag = TrainerMeter.WINDOW_LAG.gauge(registry, Double.NaN);
        blocks = TrainerMeter.BLOCKS.counter(registry);
        updatesSkipped = TrainerMeter.UPDATES_SKIPPED.counter(registry);
        loss = TrainerMeter.LOSS.gauge(registry, Double.NaN);
        for (String layer : layers) {
            layerGradientNorms.put(layer, TrainerMeter.GRADIENT_NORM.gauge(registry, Double.NaN, layer));
        }
        gradientNorm = TrainerMeter.GLOBAL_GRADIENT_NORM.gauge(registry, Double.NaN);
        clippedGradientNorm = TrainerMeter.CLIPPED_GRADIENT_NORM.gauge(registry, Double.NaN);
        updateNorm = TrainerMeter.UPDATE_NORM.gauge(registry, Double.NaN);
        clippedShare = TrainerMeter.CLIPPED.gauge(registry, Double.NaN);
        learningRate = TrainerMeter.LEARNING_RATE.gauge(registry, Double.NaN);
        drifts = TrainerMeter.DRIFTS.counter(registry);
        promotions = TrainerMeter.PROMOTIONS.counter(registry);
        rejections = TrainerMeter.REJECTIONS.counter(registry);
        rollbacks = TrainerMeter.ROLLBACKS.counter(registry);
        restarts = TrainerMeter.RESTARTS.counter(registry);
        version = TrainerMeter.VERSION.gauge(registry, 0);
    }

    /** Meters that nothing exports, for tests and for the backtest. */
    public static TrainerMetrics noop() {
        return new TrainerMetrics(new SimpleMeterRegistry(), List.of(), List.of());
    }

    public void windowsConsumed(long count) {
        windows.increment(count);
    }

    public void windowRejected(String reason) {
        windowsRejected.increment(reason);
    }

    public void windowLag(long waiting) {
        windowLag.set(waiting);
    }

    /** Counts one block and keeps its figures as the present ones. */
    public void blockTrained(double loss, double learningRate) {
        blocks.increment();
        this.loss.set(loss);
        this.learningRate.set(learningRate);
    }

    /**
     * Keeps the means over one block's updates as the present ones.
     *
     * @param layerNorms before clipping, by layer; a layer that was not registered is left out
     * @param norm of the whole gradient before clipping
     * @param clippedNorm of the whole gradient after clipping
     * @param share of the updates that were clipped, 0 to 1
     * @param change norm of an update of the parameters
     */
    public void gradients(
            Map<String, Double> layerNorms, double norm, double clippedNorm, double share, double change) {
        layerGradientNorms.forEach((layer, gauge) -> gauge.set(layerNorms.getOrDefault(layer, Double.NaN)));
        gradientNorm.set(norm);
        clippedGradientNorm.set(clippedNorm);
        clippedShare.set(share);
        updateNorm.set(change);
    }

    public void skippedUpdate(long count) {
        updatesSkipped.increment(count);
    }

    /** Counts a change of the world that the champion's loss has shown. */
    public void drifted() {
        drifts.increment();
    }

    public void promoted(long version) {
        promotions.increment();
        this.version.set(version);
    }

    /** Says from which version the trainer goes on. */
    public void resumedAt(long version) {
        this.version.set(version);
    }

    /** Counts a version that was taken out of use again. */
    public void rolledBack() {
        rollbacks.increment();
    }

    public void rejected() {
        rejections.increment();
    }

    /** Counts trained weights that were given up for the champion's. */
    public void restarted() {
        restarts.increment();
    }

    /** Keeps the version that has taken charge. */
    public void inCharge(long champion) {
        version.set(champion);
    }
}
