package io.streamgauge.example;

import java.util.ArrayList;
import java.util.List;

/** A picture of a report, as data. */
public sealed interface Chart {

    /** What is seen, as a sentence without a full stop. */
    String title();

    /** How it was made, in a line below the title. */
    String note();

    /** Lines over a common axis. */
    record Lines(String title, String note, Axis x, Axis y, List<Series> series) implements Chart {
        public Lines {
            series = List.copyOf(series);
        }
    }

    /**
     * Numbers in rows and columns, coloured by size.
     *
     * @param values a row per row label, a value per column label
     */
    record Matrix(
            String title,
            String note,
            String columnName,
            String rowName,
            List<String> columns,
            List<String> rows,
            List<List<Double>> values)
            implements Chart {
        public Matrix {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            values = List.copyOf(values);
        }
    }

    /**
     * An axis.
     *
     * @param name with its unit, where there is one
     * @param least where the picture begins, whatever lies below; infinite where it begins with the data
     * @param most where it ends, likewise
     */
    record Axis(String name, boolean logarithmic, double least, double most) {
        static Axis linear(String name) {
            return new Axis(name, false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }

        static Axis logarithmic(String name) {
            return new Axis(name, true, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }

        Axis from(double begin) {
            return new Axis(name, logarithmic, begin, most);
        }

        Axis upTo(double end) {
            return new Axis(name, logarithmic, least, end);
        }
    }

    /** A point; a value that is not finite, or cannot stand on the axis, leaves a gap. */
    record Point(double x, double y) {}

    /**
     * A line.
     *
     * @param dashed for what others are compared with
     */
    record Series(String name, boolean dashed, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }

        /** A line over 1, 2, … or, with {@code first} 0, over 0, 1, …. */
        static Series of(String name, boolean dashed, int first, double[] values) {
            var points = new ArrayList<Point>();
            for (int i = 0; i < values.length; i++) {
                points.add(new Point(first + i, values[i]));
            }
            return new Series(name, dashed, points);
        }
    }
}
