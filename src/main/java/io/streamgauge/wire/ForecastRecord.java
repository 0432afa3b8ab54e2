package io.streamgauge.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One forecast as it stands on the forecasts topic: the value that arrived, what had been expected of it, how surprising
 * it was, and what is expected next.
 *
 * <p>Times are epoch milliseconds of event time; values are in the source's own units. The arrays {@code yhat} (mean),
 * {@code yhatMedian}, {@code yhatLower}, {@code yhatUpper}, {@code horizon} (steps ahead) and {@code targetTime} run in
 * parallel.
 *
 * @param y the value, or what stands in for it; NaN (null in JSON) where it is missing
 * @param coverage share of the latest values, a thousand or so, that the bands of this key held, [horizons]; NaN (null in
 *     JSON) before the first
 * @param bands of further levels, by level such as {@code 0.5}; {@code yhatLower} and {@code yhatUpper} are the first's
 * @param targetTime 0 (null in JSON) on a key's first event, when its interval is not known yet
 * @param progress share of the warm-up done, 1 once {@code status} is no longer {@code WARMING_UP}
 * @param previous the one-step forecast issued before this value arrived, absent on a key's first event
 * @param anomalyScore one scale for every key; above 1 is anomalous, and it stays up while the anomaly lasts
 * @param alertScore the same scale, up only at an anomaly's onset
 * @param anomalyGrade 0 to 1
 * @param targets of a stream with several targets each one's part, by name and in their order; the fields above are then
 *     the first one's. Empty for a lone target
 * @param covariates numeric covariates of the event by name, NaN (null in JSON) where one was missing
 * @param categories categorical covariates by name: the row of each one's table, 0 where it was missing
 * @param outcome probability of the outcome that people label; null where there is none, or nothing is learned yet
 * @param skill weight that the mix gives each expert at the first horizon; the weights sum to 1
 */
public record ForecastRecord(
        String key,
        long time,
        double y,
        String status,
        double progress,
        long generation,
        long modelVersion,
        double[] yhat,
        double[] yhatMedian,
        double[] yhatLower,
        double[] yhatUpper,
        double[] coverage,
        Map<String, Band> bands,
        int[] horizon,
        long[] targetTime,
        @Nullable Previous previous,
        double anomalyScore,
        double alertScore,
        double anomalyGrade,
        double expected,
        String reason,
        boolean imputed,
        Map<String, Double> skill,
        Map<String, Target> targets,
        Map<String, Double> covariates,
        Map<String, Double> categories,
        @Nullable Double outcome) {

    /**
     * The one-step forecast made for the value that has now arrived.
     *
     * @param residual {@code y − yhat}
     * @param experts what each expert alone had forecast, by name
     */
    public record Previous(
            double yhat, double yhatLower, double yhatUpper, double residual, Map<String, Double> experts) {}

    /** One level's band, [horizons]; the fields mean what they mean above. */
    public record Band(double[] lower, double[] upper, double[] coverage) {}

    /**
     * One target's part of a forecast with several; the fields mean what they mean above.
     *
     * @param anomalyShare its share of the surprise that the score stands on; those of all targets sum to 1
     */
    public record Target(
            double y,
            double[] yhat,
            double[] yhatMedian,
            double[] yhatLower,
            double[] yhatUpper,
            double[] coverage,
            Map<String, Band> bands,
            @Nullable Previous previous,
            double expected,
            boolean imputed,
            Map<String, Double> skill,
            double anomalyShare) {}
}
