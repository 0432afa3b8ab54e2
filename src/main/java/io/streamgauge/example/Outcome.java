package io.streamgauge.example;

import java.util.List;

/** What a program came to: its figures, and the pictures of its report. */
public record Outcome(List<Figure> figures, List<Chart> charts) {
    public Outcome {
        figures = List.copyOf(figures);
        charts = List.copyOf(charts);
    }

    /** The value of the named figure. */
    public double figure(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no figure '" + name + "' among " + figures))
                .value();
    }
}
