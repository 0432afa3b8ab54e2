package io.streamgauge.backtest;

/**
 * How good the forecasts of one setting were.
 *
 * <pre>
 *   MSE skill = mean over series and horizons of max(−1, 1 − MSE / MSE of persistence)      MAE skill likewise
 *   skill     = (MSE skill + MAE skill) / 2
 * </pre>
 *
 * <p>Every series counts alike, whatever its unit, and none drowns the others by being hopeless.
 *
 * @param coverage share of values inside the first band
 * @param micros what a step took; NaN for a short run
 */
public record TuningScore(double mseSkill, double maeSkill, double coverage, double micros) {

    private static final double WORST = -1;

    /** The score of what has been counted; skills are NaN where no series moved. */
    public static TuningScore of(Accuracy accuracy) {
        double mse = 0;
        double mae = 0;
        long counted = 0;
        for (SeriesAccuracy series : accuracy.series()) {
            for (int j = 0; j < accuracy.horizons().size(); j++) {
                HorizonAccuracy horizon = series.horizon(j);
                if (horizon.count() > 0 && horizon.persistenceMse() > 0) {
                    mse += Math.max(WORST, 1 - horizon.mse() / horizon.persistenceMse());
                    mae += Math.max(WORST, 1 - horizon.mae() / horizon.persistenceMae());
                    counted++;
                }
            }
        }
        return new TuningScore(mse / counted, mae / counted, accuracy.overall().coverage(0), accuracy.microsPerStep());
    }

    /** What settings are chosen by. */
    public double skill() {
        return (mseSkill + maeSkill) / 2;
    }
}
