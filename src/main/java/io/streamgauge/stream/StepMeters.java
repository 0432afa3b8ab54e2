package io.streamgauge.stream;

import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.metrics.ForecastMetrics;

/** What a step tells the meters: errors of the last forecast in units of the key's usual step, and band hits. */
final class StepMeters {

    private StepMeters() {}

    static void count(ForecastMetrics metrics, Forecast forecast, SeriesState state) {
        for (int k = 0; k < forecast.targets.length; k++) {
            TargetForecast target = forecast.targets[k];
            if (target.missing) {
                metrics.missingValue();
            } else if (target.hasPrevious) {
                count(metrics, target, state.target(k).usualStep());
            }
        }
    }

    private static void count(ForecastMetrics metrics, TargetForecast target, double unit) {
        double value = target.value;
        metrics.absoluteError("mix", Math.abs(target.residual) / unit);
        for (Expert expert : Expert.ALL) {
            metrics.absoluteError(expert.id(), Math.abs(value - target.previousByExpert[expert.ordinal()]) / unit);
        }
        metrics.bandHit(value >= target.previousLower && value <= target.previousUpper);
    }
}
