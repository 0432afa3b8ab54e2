package io.streamgauge.backtest;

import io.streamgauge.wire.ModelInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How well each forecast of the next value did in one run, so that runs can be compared that differ in the network alone.
 *
 * <p>A ratio is taken for every key, the sum of its errors by that of persistence on the same events, and then averaged
 * over keys: no key counts for more because its values are large.
 */
public final class NetworkWorth implements BacktestListener {

    /**
     * The figures of one forecast.
     *
     * @param mae mean absolute error, in the input's units
     * @param mse mean squared error
     * @param maeRatio mean over keys of the absolute error in persistence's
     * @param mseRatio mean over keys of the squared error in persistence's
     * @param early the absolute ratio of a key's events 5 to 20
     * @param first that of its first 100
     */
    public record Figures(double mae, double mse, double maeRatio, double mseRatio, double early, double first) {}

    private final long skipped;
    private final Map<String, KeyWorth> byKey = new LinkedHashMap<>();
    private long versions;

    /**
     * @param skipped first events of each key that are not scored, but for the spans of the beginning
     */
    public NetworkWorth(long skipped) {
        this.skipped = skipped;
    }

    @Override
    public void stepped(BacktestStep step) {
        byKey.computeIfAbsent(step.event().key(), key -> new KeyWorth(skipped)).add(TargetStep.of(step, 0));
    }

    @Override
    public void promoted(ModelInfo info) {
        versions = info.version();
    }

    /** The last version that served. */
    public long versions() {
        return versions;
    }

    public int keys() {
        return byKey.size();
    }

    public Figures figures(Scored of) {
        double count = sum(KeyWorth.Sums::count);
        return new Figures(
                sum(sums -> sums.absolute(of)) / count,
                sum(sums -> sums.squared(of)) / count,
                mean(KeyWorth::all, sums -> sums.absoluteRatio(of)),
                mean(KeyWorth::all, sums -> sums.squaredRatio(of)),
                mean(KeyWorth::early, sums -> sums.absoluteRatio(of)),
                mean(KeyWorth::first, sums -> sums.absoluteRatio(of)));
    }

    private double sum(ToDoubleFunction<KeyWorth.Sums> number) {
        return byKey.values().stream().map(KeyWorth::all).mapToDouble(number).sum();
    }

    /** Over the keys that have the figure. */
    private double mean(Function<KeyWorth, KeyWorth.Sums> span, ToDoubleFunction<KeyWorth.Sums> number) {
        return byKey.values().stream()
                .map(span)
                .mapToDouble(number)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}
