package io.streamgauge.example;

import io.streamgauge.nn.CellKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a gradient comes back through time (Hochreiter 1991; Pascanu et al. 2013), by cell and by the spectral radius
 * of the recurrent weights at the start: {@link GradientFlow}.
 *
 * <p>In the plain network of Elman (1990) it falls or grows by about the radius per step. The gated cells (Hochreiter
 * &amp; Schmidhuber 1997; Cho et al. 2014) start with a gate biased to keep, so that a part of it comes back past the
 * recurrent weights.
 */
public final class VanishingGradients implements CourseProgram {
    /** On the gate that keeps, as the product's own networks have it (Jozefowicz et al. 2015). */
    static final double REMEMBERING_BIAS = 1;

    private static final double[] RADII = {0.5, 0.9, 1.0, 1.1, 1.5};
    private static final int[] SHOWN_LAGS = {1, 10, 25, 50, GradientFlow.LAGS};
    /** The radius at which the cells are drawn beside each other: a plain network that just forgets. */
    private static final double COMMON_RADIUS = 0.9;

    /** What has all but vanished leaves the picture here, so that the rest can be read. */
    private static final double BEGIN_OF_PICTURE = 1e-10;

    private static final int FIGURE_LAG = 50;

    VanishingGradients() {}

    @Override
    public String name() {
        return "vanishing-gradients";
    }

    @Override
    public String summary() {
        return "How a gradient fades or grows on its way back, by cell and by spectral radius";
    }

    /** Nothing is learnt: one way back through untrained networks. */
    @Override
    public int epochs() {
        return 1;
    }

    @Override
    public Outcome run(ProgramSettings settings, Console console) {
        console.line(
                "Norm of the loss's gradient by the hidden state, by lag before the loss, as a multiple of lag 0:");
        console.line("cell  radius     lag 1      lag 10     lag 25     lag 50     lag 100");
        List<Figure> figures = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        List<Chart.Series> together = new ArrayList<>();
        cells().forEach((name, cell) -> {
            List<Chart.Series> series = new ArrayList<>();
            for (double radius : RADII) {
                double[] norms = GradientFlow.norms(cell, radius, REMEMBERING_BIAS, settings.seed());
                print(name, radius, norms, console);
                figures.add(new Figure("norm.lag50." + name + "." + radius, norms[FIGURE_LAG], "of lag 0"));
                series.add(Chart.Series.of("radius " + radius, false, 0, norms));
                if (radius == COMMON_RADIUS) {
                    together.add(Chart.Series.of(name.toUpperCase(Locale.ROOT), false, 0, norms));
                }
            }
            charts.add(chart(title(cell), series));
        });
        charts.add(
                0, chart("Three cells at spectral radius " + COMMON_RADIUS + ": how much gradient is left", together));
        return new Outcome(figures, charts);
    }

    private static Map<String, CellKind> cells() {
        Map<String, CellKind> cells = new LinkedHashMap<>();
        cells.put("rnn", CellKind.RNN_TANH);
        cells.put("gru", CellKind.GRU);
        cells.put("lstm", CellKind.LSTM);
        return cells;
    }

    private static String title(CellKind cell) {
        String what = switch (cell) {
            case RNN_TANH, RNN_RELU, RNN_COMBINED -> "Plain network (tanh)";
            case GRU, GRU_RESET_BEFORE -> "Gated recurrent unit";
            case LSTM -> "Long short-term memory";
        };
        return what + ": gradient left, by spectral radius of the recurrent weights";
    }

    private static void print(String name, double radius, double[] norms, Console console) {
        var line = new StringBuilder(String.format(Locale.ROOT, "%-5s %.1f   ", name, radius));
        for (int lag : SHOWN_LAGS) {
            line.append(String.format(Locale.ROOT, "%11.2e", norms[lag]));
        }
        console.line(line.toString());
    }

    private static Chart chart(String title, List<Chart.Series> series) {
        return new Chart.Lines(
                title,
                "Untrained, one layer of 64 units, orthogonal weights, loss on the last of 101 steps; gates, where there are any, biased by "
                        + (int) REMEMBERING_BIAS + " to keep",
                Chart.Axis.linear("lag before the loss, steps"),
                Chart.Axis.logarithmic("gradient norm, multiple of lag 0").from(BEGIN_OF_PICTURE),
                series);
    }
}
