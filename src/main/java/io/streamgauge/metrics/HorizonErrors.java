package io.streamgauge.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sums of absolute errors by expert and horizon. A counter of the registry's own would cost more per event than the
 * forecast does, with some twenty of them; an adder costs nanoseconds.
 */
final class HorizonErrors {
    private final int[] horizons;
    private final DoubleAdder[][] sums;
    private final LongAdder[][] counts;

    HorizonErrors(MeterRegistry registry, ForecastLabels labels) {
        horizons = labels.exportedHorizons();
        int experts = ForecastMetrics.EXPERTS.size();
        sums = new DoubleAdder[experts][horizons.length];
        counts = new LongAdder[experts][horizons.length];
        for (int e = 0; e < experts; e++) {
            for (int h = 0; h < horizons.length; h++) {
                DoubleAdder sum = new DoubleAdder();
                LongAdder count = new LongAdder();
                String horizon = labels.horizons().get(horizons[h]).toString();
                String expert = ForecastMetrics.EXPERTS.get(e);
                StreamMeter.SCALED_ABSOLUTE_ERROR.counter(registry, sum::sum, horizon, expert);
                StreamMeter.SCORED_FORECASTS.counter(registry, count::sum, horizon, expert);
                sums[e][h] = sum;
                counts[e][h] = count;
            }
        }
    }

    /**
     * Adds the errors of one value's forecasts.
     *
     * @param errors absolute and scaled, [experts][horizons]; one that is not finite is left out, because it would spoil
     *     the sum for good
     */
    void add(double[][] errors) {
        for (int e = 0; e < sums.length; e++) {
            for (int h = 0; h < horizons.length; h++) {
                double error = errors[e][horizons[h]];
                if (Double.isFinite(error)) {
                    sums[e][h].add(error);
                    counts[e][h].increment();
                }
            }
        }
    }
}
