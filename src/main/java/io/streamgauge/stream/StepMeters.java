package io.streamgauge.stream;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.Watched;

/** What a step tells the meters: errors of the earlier forecasts, band hits, and the values of a watched key. */
final class StepMeters {

    private StepMeters() {}

    /**
     * @param warm whether the key is warm; before, its unit may still be next to nothing, and one error would outweigh all
     */
    static void count(ForecastMetrics metrics, Forecast forecast, boolean warm) {
        for (TargetForecast target : forecast.targets) {
            if (target.missing) {
                metrics.missingValue();
            } else if (target.hasPrevious) {
                if (warm) {
                    metrics.absoluteErrors(target.scaledErrors);
                }
                metrics.bandHit(target.value >= target.previousLower && target.value <= target.previousUpper);
            }
        }
    }

    static Watched watched(Forecast forecast, double score) {
        TargetForecast target = forecast.first();
        return new Watched(
                target.value,
                target.previousMean,
                target.previousLower,
                target.previousUpper,
                target.mean[0],
                score,
                forecast.outcome);
    }
}
