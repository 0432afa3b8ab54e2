package io.streamgauge.forecast;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distribution of a value to come that its median and bands describe.
 *
 * <pre>
 *   q(Φ((1 ± L)/2 quantile)) = ends of the band of level L,  q(0) = median,  linear in z between and beyond them
 *   P(y &lt; c) = Φ(z)  where q(z) = c
 * </pre>
 *
 * <p>So a single band gives a Gaussian on either side of the median, each with a deviation of its own; more levels bend
 * it. Immutable.
 */
public final class BandDistribution {

    /** Positions of the bands in a forecast, the widest level first. */
    private final int[] widestFirst;
    /** z of each point, rising: lower ends, the median, upper ends. */
    private final double[] z;

    /**
     * @param levels of the bands, as they stand in a forecast
     */
    public BandDistribution(List<Double> levels) {
        widestFirst = IntStream.range(0, levels.size())
                .boxed()
                .sorted(Comparator.comparing(levels::get, Comparator.reverseOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        z = new double[2 * levels.size() + 1];
        for (int i = 0; i < widestFirst.length; i++) {
            double end = StandardNormal.quantile((1 + levels.get(widestFirst[i])) / 2);
            z[i] = -end;
            z[z.length - 1 - i] = end;
        }
    }

    /**
     * The probability that the value lies below {@code c}; NaN while there is no forecast.
     *
     * @param target the forecast, not changed
     * @param horizon position of the horizon
     */
    public double below(double c, TargetForecast target, int horizon) {
        int middle = widestFirst.length;
        double[] q = new double[z.length];
        q[middle] = target.median[horizon];
        for (int i = middle - 1; i >= 0; i--) {
            // Levels are calibrated apart, so that a wider band may end within a narrower one.
            q[i] = Math.min(q[i + 1], target.lower[widestFirst[i]][horizon]);
            q[q.length - 1 - i] = Math.max(q[q.length - 2 - i], target.upper[widestFirst[i]][horizon]);
        }
        if (Double.isNaN(q[middle])) {
            return Double.NaN;
        }
        int above = 1;
        while (above < q.length - 1 && q[above] < c) {
            above++;
        }
        double width = q[above] - q[above - 1];
        if (!(width > 0)) {
            return c > q[above] ? 1 : c < q[above - 1] ? 0 : .5;
        }
        double share = (c - q[above - 1]) / width;
        return StandardNormal.probabilityBelow(z[above - 1] + share * (z[above] - z[above - 1]));
    }
}
