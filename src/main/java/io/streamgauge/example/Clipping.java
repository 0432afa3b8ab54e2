package io.streamgauge.example;

import io.streamgauge.learn.GradientReport;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The same exploding network ({@link ExplodingCase}) taught with and without a bound on the gradient's global norm
 * (Pascanu et al. 2013).
 */
public final class Clipping implements CourseProgram {
    /** Beyond every norm that is a number. */
    private static final double NO_BOUND = Double.MAX_VALUE;

    /** What explodes leaves the picture here, so that the rest can be read. */
    private static final double END_OF_PICTURE = 1e4;

    private static final int[] SHOWN_UPDATES = {1, 2, 3, 4, 5, 10, 30, 100, 300};

    Clipping() {}

    @Override
    public String name() {
        return "clipping";
    }

    @Override
    public String summary() {
        return "Loss and update norm of an exploding network, with and without clipping of the gradient's norm";
    }

    /** One update each. */
    @Override
    public int epochs() {
        return 300;
    }

    @Override
    public Outcome run(ProgramSettings settings, Console console) {
        ExplodingCase.Course clipped = ExplodingCase.learn(ExplodingCase.CLIP_NORM, settings);
        ExplodingCase.Course free = ExplodingCase.learn(NO_BOUND, settings);
        console.line("          with clipping                          without");
        console.line("update    loss        gradient    update norm    loss        gradient    update norm");
        for (int update : SHOWN_UPDATES) {
            if (update <= settings.epochs()) {
                console.line(String.format(Locale.ROOT, "%6d", update) + cells(clipped, update) + cells(free, update));
            }
        }
        int lost = free.losses().size();
        if (lost < settings.epochs()) {
            console.format("Without clipping, loss or gradient is no finite number from update %d on.", lost + 1);
        }
        return new Outcome(figures(clipped, free), List.of(losses(clipped, free), updates(clipped, free)));
    }

    private static String cells(ExplodingCase.Course course, int update) {
        if (update > course.losses().size()) {
            return "    -           -           -          ";
        }
        GradientReport gradients = course.gradients().get(update - 1);
        return String.format(
                Locale.ROOT,
                "    %-12.3g%-12.3g%-11.3g",
                course.losses().get(update - 1),
                gradients.norm(),
                gradients.updateNorm());
    }

    private static List<Figure> figures(ExplodingCase.Course clipped, ExplodingCase.Course free) {
        double clippedShare = clipped.gradients().stream()
                .mapToDouble(GradientReport::clippedShare)
                .average()
                .orElse(0);
        return List.of(
                new Figure("updates.clipped", clipped.losses().size(), "finite updates"),
                new Figure("updates.free", free.losses().size(), "finite updates"),
                new Figure("loss.first", first(clipped.losses()), "squared"),
                new Figure("loss.clipped.last", last(clipped.losses()), "squared"),
                new Figure("update_norm.clipped.largest", largest(clipped), "norm"),
                new Figure("update_norm.free.largest", largest(free), "norm"),
                new Figure("clipped_share", clippedShare, "share"));
    }

    private static double largest(ExplodingCase.Course course) {
        return course.gradients().stream()
                .mapToDouble(GradientReport::updateNorm)
                .max()
                .orElse(0);
    }

    private static double first(List<Double> values) {
        return values.isEmpty() ? Double.NaN : values.get(0);
    }

    private static double last(List<Double> values) {
        return values.isEmpty() ? Double.NaN : values.get(values.size() - 1);
    }

    private static Chart losses(ExplodingCase.Course clipped, ExplodingCase.Course free) {
        return new Chart.Lines(
                "Loss with and without clipping",
                "Rectifier network, 50 steps, plain gradient descent at 0.01; without clipping the line leaves the picture"
                        + " and ends, its loss no finite number",
                Chart.Axis.logarithmic("update"),
                Chart.Axis.logarithmic("mean squared error").upTo(END_OF_PICTURE),
                List.of(
                        series("clipped to norm 1", clipped.losses(), Double::doubleValue),
                        series("without clipping", free.losses(), Double::doubleValue)));
    }

    private static Chart updates(ExplodingCase.Course clipped, ExplodingCase.Course free) {
        return new Chart.Lines(
                "Gradient and update norm with and without clipping",
                "An update is 0.01 times the gradient that is left after clipping; figures from the trainer's diagnostics",
                Chart.Axis.logarithmic("update"),
                Chart.Axis.logarithmic("Euclidean norm").upTo(END_OF_PICTURE),
                List.of(
                        series("update, clipped", clipped.gradients(), GradientReport::updateNorm),
                        series("update, without clipping", free.gradients(), GradientReport::updateNorm),
                        series("gradient before clipping", clipped.gradients(), GradientReport::norm)));
    }

    private static <T> Chart.Series series(String name, List<T> values, ToDoubleFunction<T> value) {
        return Chart.Series.of(
                name, false, 1, values.stream().mapToDouble(value).toArray());
    }
}
