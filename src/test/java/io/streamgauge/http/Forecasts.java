package io.streamgauge.http;

import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records as a forecaster would emit them, made from a seed. */
final class Forecasts {
    private static final int SEASON = 96;
    private static final long STEP_MILLIS = 900_000;
    private static final long START = 1_790_000_100_000L;
    private static final int WARM_UP = 40;

    private Forecasts() {}

    /** A record with nothing remarkable in it. */
    static ForecastRecord of(String key, long time, double y, double anomalyScore) {
        return at(key, time, y, new ForecastRecord.Previous(y - 1, y - 3, y + 2, 1, Map.of()), anomalyScore);
    }

    /** A key's first record: nothing had been forecast for its value. */
    static ForecastRecord first(String key, long time, double y) {
        return at(key, time, y, null, Double.NaN);
    }

    private static ForecastRecord at(
            String key, long time, double y, ForecastRecord.@Nullable Previous previous, double score) {
        return new ForecastRecord(
                key,
                time,
                y,
                "OK",
                1,
                3,
                2,
                new double[] {y, y},
                new double[] {y, y},
                new double[] {y - 2, y - 3},
                new double[] {y + 2, y + 3},
                new double[] {.9, .9},
                Map.of(),
                new int[] {1, 2},
                new long[] {time + 1000, time + 2000},
                previous,
                score,
                score,
                score > 1 ? 0.5 : 0,
                y,
                "",
                false,
                Map.of("mix", 1.0),
                Map.of(),
                Map.of(),
                Map.of(),
                null);
    }

    static ModelInfo model(long generation) {
        double learnt = Math.exp(-0.12 * generation);
        double noise = 0.02 * new Random(generation).nextGaussian();
        double gate = 0.18 + 0.4 * learnt + noise;
        return new ModelInfo(
                generation,
                generation,
                64 * generation,
                START + generation * 40 * STEP_MILLIS,
                gate * (0.92 + noise),
                1.4 * learnt + 0.2,
                gate,
                gate + 0.012,
                0.56 + noise);
    }

    /** A sensor with a day's shape, noise, and now and then a spike or a shift of level that lasts. */
    static final class Sensor {
        private final String key;
        private final Random random;
        private final double level;
        private final double swing;
        private final double noise;
        private long step;
        private double smoothed;
        private int anomalyLeft;
        private double anomalySize;

        Sensor(String key, long seed) {
            this.key = key;
            random = new Random(seed);
            level = 20 + 400 * random.nextDouble();
            swing = level * (0.1 + 0.3 * random.nextDouble());
            noise = swing * 0.07;
            smoothed = level;
        }

        ForecastRecord next() {
            long time = START + step * STEP_MILLIS;
            if (anomalyLeft > 0) {
                anomalyLeft--;
            } else if (step > WARM_UP && random.nextInt(110) == 0) {
                anomalyLeft = random.nextBoolean() ? 1 : 6;
                anomalySize = (random.nextBoolean() ? 1 : -1) * noise * (6 + 4 * random.nextDouble());
            }
            double y = shape(step) + noise * random.nextGaussian() + (anomalyLeft > 0 ? anomalySize : 0);
            double width = noise * (1.7 + 8 * Math.exp(-step / 12.0));
            double expected = shape(step) + 0.4 * noise * random.nextGaussian() + 0.1 * (smoothed - level);
            double score = step < WARM_UP ? 0 : Math.abs(y - expected) / (4 * noise);
            ForecastRecord.Previous previous = step == 0
                    ? null
                    : new ForecastRecord.Previous(expected, expected - width, expected + width, y - expected, Map.of());
            smoothed += 0.1 * (y - smoothed);
            ForecastRecord forecast = record(time, y, previous, score);
            step++;
            return forecast;
        }

        private ForecastRecord record(long time, double y, ForecastRecord.@Nullable Previous previous, double score) {
            int horizons = 24;
            double[] yhat = new double[horizons];
            double[] lower = new double[horizons];
            double[] upper = new double[horizons];
            int[] horizon = new int[horizons];
            long[] target = new long[horizons];
            Arrays.setAll(horizon, h -> h + 1);
            for (int h = 0; h < horizons; h++) {
                double width = noise * (1.7 + 0.35 * h);
                yhat[h] = shape(step + h + 1);
                lower[h] = yhat[h] - width;
                upper[h] = yhat[h] + width;
                target[h] = time + (h + 1) * STEP_MILLIS;
            }
            Map<String, Double> skill = new LinkedHashMap<>();
            double network = 0.75 * (1 - Math.exp(-step / 60.0));
            skill.put("persistence", 1 - network);
            skill.put("network", network);
            return new ForecastRecord(
                    key,
                    time,
                    y,
                    step < WARM_UP ? "WARMING_UP" : "OK",
                    Math.min(1, step / (double) WARM_UP),
                    step / 40,
                    step / 40,
                    yhat,
                    yhat.clone(),
                    lower,
                    upper,
                    new double[horizon.length],
                    Map.of(),
                    horizon,
                    target,
                    previous,
                    score,
                    anomalyLeft > 0 ? 0 : score,
                    Math.min(1, Math.max(0, score - 1)),
                    previous == null ? Double.NaN : previous.yhat(),
                    step < WARM_UP ? "warm_up" : "",
                    false,
                    skill,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    null);
        }

        private double shape(long atStep) {
            double phase = 2 * Math.PI * atStep / SEASON;
            return level + swing * (Math.sin(phase) + 0.35 * Math.sin(2 * phase + 1));
        }
    }
}
