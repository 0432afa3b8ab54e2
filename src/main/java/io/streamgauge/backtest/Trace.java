package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The course of one series' one-step forecasts, however long, in a bounded number of points: consecutive events share a
 * point, and whenever there are too many points, neighbours are put together two by two.
 */
final class Trace {

    /** Points at most; there are at least half as many once there were so many events. */
    static final int CAPACITY = 512;

    private static final int EXPERTS = Expert.ALL.size();

    private final Point[] points = new Point[CAPACITY];
    private int size;
    private int eventsPerPoint = 1;

    /** Sums over consecutive events; means are over those with a forecast. */
    static final class Point {
        private final String time;
        private final double[] errors = new double[EXPERTS];
        private final double[] weights = new double[EXPERTS];
        private int events;
        private int scored;
        private int values;
        private double sum;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private double forecast;
        private double lower;
        private double upper;
        private double error;
        private double score;

        private Point(String time) {
            this.time = time;
        }

        private void add(TargetStep step, double anomalyScore) {
            events++;
            score = Math.max(score, anomalyScore);
            if (Double.isNaN(step.value())) {
                return;
            }
            values++;
            sum += step.value();
            least = Math.min(least, step.value());
            most = Math.max(most, step.value());
            if (step.hasPrevious()) {
                addForecast(step);
            }
        }

        private void addForecast(TargetStep step) {
            scored++;
            forecast += step.previousMean();
            lower += step.previousLower();
            upper += step.previousUpper();
            error += Math.abs(step.value() - step.previousMean());
            for (int i = 0; i < EXPERTS; i++) {
                errors[i] += Math.abs(step.value() - step.previousByExpert()[i]);
                weights[i] += step.weights()[i];
            }
        }

        private void merge(Point next) {
            events += next.events;
            scored += next.scored;
            values += next.values;
            sum += next.sum;
            least = Math.min(least, next.least);
            most = Math.max(most, next.most);
            forecast += next.forecast;
            lower += next.lower;
            upper += next.upper;
            error += next.error;
            score = Math.max(score, next.score);
            for (int i = 0; i < EXPERTS; i++) {
                errors[i] += next.errors[i];
                weights[i] += next.weights[i];
            }
        }

        double value() {
            return sum / values;
        }

        double least() {
            return values == 0 ? Double.NaN : least;
        }

        double most() {
            return values == 0 ? Double.NaN : most;
        }

        double forecast() {
            return forecast / scored;
        }

        double lower() {
            return lower / scored;
        }

        double upper() {
            return upper / scored;
        }

        /** The greatest anomaly score. */
        double score() {
            return score;
        }

        /** Mean absolute error of the mix. */
        double error() {
            return error / scored;
        }

        double error(Expert expert) {
            return errors[expert.ordinal()] / scored;
        }

        double weight(Expert expert) {
            return weights[expert.ordinal()] / scored;
        }
    }

    /**
     * Takes the next event.
     *
     * @param time as it stood in the input
     */
    void add(String time, TargetStep step, double anomalyScore) {
        if (size == 0 || points[size - 1].events == eventsPerPoint) {
            if (size == CAPACITY) {
                halve();
            }
            points[size] = new Point(time);
            size++;
        }
        points[size - 1].add(step, anomalyScore);
    }

    private void halve() {
        for (int i = 0; i < size; i += 2) {
            points[i].merge(points[i + 1]);
            points[i / 2] = points[i];
        }
        size /= 2;
        eventsPerPoint *= 2;
    }

    /** Events of every point but the last, which may have fewer. */
    int eventsPerPoint() {
        return eventsPerPoint;
    }

    /** The time of each point's first event. */
    String[] times() {
        return Arrays.stream(points, 0, size).map(point -> point.time).toArray(String[]::new);
    }

    /** One number of each point. */
    double[] column(ToDoubleFunction<Point> number) {
        return Arrays.stream(points, 0, size).mapToDouble(number).toArray();
    }
}
