package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import io.streamgauge.wire.SourceEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the report's pictures are drawn from, as plain maps and lists: numbers are rounded, and null where there is none. */
public final class Pictures implements BacktestListener {

    /** Of more keys the course is not kept: the report could not show them anyway. */
    private static final int MOST_TRACED = 200;

    /** Keys that can be chosen in the report. */
    private static final int MOST_SHOWN = 20;

    private static final String SCRIPT = "pictures.js";

    /** More than an eye can tell. */
    private static final MathContext DIGITS = new MathContext(6);

    private final Accuracy accuracy;
    private final Map<String, Course> courses = new LinkedHashMap<>();

    private record Course(Trace trace, Recent recent) {}

    /**
     * @param accuracy told before this of every event
     */
    public Pictures(Accuracy accuracy) {
        this.accuracy = accuracy;
    }

    @Override
    public void stepped(BacktestStep step) {
        SourceEvent event = step.event();
        for (int k = 0; k < accuracy.targets().size(); k++) {
            String name = accuracy.name(event.key(), k);
            Course course = courses.get(name);
            if (course == null && courses.size() < MOST_TRACED) {
                course = new Course(new Trace(), new Recent());
                courses.put(name, course);
            }
            if (course != null) {
                TargetStep target = TargetStep.of(step, k);
                course.trace().add(event.timeText(), target, step.anomaly().score);
                course.recent().add(event.timeText(), target, step.anomaly().score);
            }
        }
    }

    /** Everything, by name. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("experts", Expert.ALL.stream().map(Expert::id).toList());
        data.put("levels", accuracy.levels());
        data.put("horizons", horizons());
        data.put("calibration", calibration());
        data.put("keys", keys());
        int series = accuracy.series().size();
        data.put(
                "keysNote",
                series > keys().size()
                        ? "The worst of " + series + ", by skill against persistence, over all horizons."
                        : "Over all horizons.");
        data.put("figures", List.of());
        data.put("series", shown().stream().map(this::series).toList());
        return data;
    }

    /** How often a labelled outcome came, by how probable it had been said to be. */
    public static Map<String, Object> outcome(Reliability reliability) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("count", reliability.count());
        outcome.put("brier", rounded(reliability.brier()));
        outcome.put("base", rounded(reliability.brierOfBaseRate()));
        outcome.put("error", rounded(reliability.calibrationError()));
        outcome.put(
                "points",
                reliability.bins().stream()
                        .map(bin -> Arrays.asList(rounded(bin.forecast()), rounded(bin.observed())))
                        .toList());
        return outcome;
    }

    /** The script that draws them. */
    public static String script() {
        try (InputStream in = Objects.requireNonNull(Pictures.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Map<String, Object>> horizons() {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<HorizonAccuracy> all = accuracy.byHorizon();
        for (int j = 0; j < all.size(); j++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("horizon", accuracy.horizons().get(j));
            row.putAll(figures(all.get(j)));
            rows.add(row);
        }
        return rows;
    }

    private Map<String, Object> figures(HorizonAccuracy of) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("count", of.count());
        row.put("mse", rounded(of.mse()));
        row.put("mae", rounded(of.mae()));
        row.put("smape", rounded(of.smape()));
        row.put("mase", rounded(of.mase()));
        row.put("pinball", rounded(of.pinball()));
        row.put("persistence", rounded(of.skillAgainstPersistence()));
        row.put("seasonal", rounded(of.skillAgainstSeasonalNaive()));
        row.put("coverage", byLevel(of::coverage));
        row.put("width", byLevel(of::meanWidth));
        row.put("interval", byLevel(of::intervalScore));
        row.put("gaussian", byLevel(of::gaussianIntervalScore));
        return row;
    }

    private interface ByLevel {
        double figure(int level);
    }

    private List<@Nullable Double> byLevel(ByLevel figure) {
        List<@Nullable Double> values = new ArrayList<>();
        for (int i = 0; i < accuracy.levels().size(); i++) {
            values.add(rounded(figure.figure(i)));
        }
        return values;
    }

    /** The quantiles that exist, each with the share of values at or below it: first one step ahead, then all. */
    private List<Object> calibration() {
        return List.of(
                calibration("1 step ahead", accuracy.byHorizon().get(0)),
                calibration("all horizons", accuracy.overall()));
    }

    private Map<String, Object> calibration(String name, HorizonAccuracy of) {
        List<List<@Nullable Double>> points = new ArrayList<>();
        points.add(Arrays.asList(.5, rounded(of.shareBelowMedian())));
        for (int i = 0; i < accuracy.levels().size(); i++) {
            double tail = (1 - accuracy.levels().get(i)) / 2;
            points.add(Arrays.asList(rounded(tail), rounded(of.shareBelow(i))));
            points.add(Arrays.asList(rounded(1 - tail), rounded(1 - of.shareAbove(i))));
        }
        points.sort((a, b) -> Double.compare(orZero(a.get(0)), orZero(b.get(0))));
        return Map.of("name", name, "points", points);
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private List<Map<String, Object>> keys() {
        return AccuracyTable.listed(accuracy).stream()
                .map(each -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("key", each.name());
                    row.put("events", each.events());
                    row.put("early", rounded(each.early().ratio()));
                    row.put("first", rounded(each.first().ratio()));
                    row.putAll(figures(each.overall(accuracy.levels())));
                    return row;
                })
                .toList();
    }

    /** The worst series and the first ones. */
    private List<String> shown() {
        Set<String> names = new LinkedHashSet<>();
        if (courses.size() > MOST_SHOWN) {
            AccuracyTable.worst(accuracy).forEach(each -> names.add(each.name()));
        }
        names.retainAll(courses.keySet());
        courses.keySet().stream().limit(MOST_SHOWN).forEach(names::add);
        return names.stream().limit(MOST_SHOWN).toList();
    }

    private Map<String, Object> series(String name) {
        Course course = courses.get(name);
        if (course == null) {
            throw new IllegalArgumentException("no course of '" + name + "' was kept");
        }
        return Map.of("name", name, "whole", whole(course.trace()), "recent", recent(course.recent()));
    }

    private static Map<String, Object> whole(Trace trace) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("eventsPerPoint", trace.eventsPerPoint());
        whole.put("time", trace.times());
        whole.put("value", column(trace, Trace.Point::value));
        whole.put("least", column(trace, Trace.Point::least));
        whole.put("most", column(trace, Trace.Point::most));
        whole.put("forecast", column(trace, Trace.Point::forecast));
        whole.put("lower", column(trace, Trace.Point::lower));
        whole.put("upper", column(trace, Trace.Point::upper));
        whole.put("score", column(trace, Trace.Point::score));
        whole.put("error", column(trace, Trace.Point::error));
        whole.put(
                "errors",
                Expert.ALL.stream()
                        .map(expert -> column(trace, point -> point.error(expert)))
                        .toList());
        whole.put(
                "weights",
                Expert.ALL.stream()
                        .map(expert -> column(trace, point -> point.weight(expert)))
                        .toList());
        return whole;
    }

    private static List<@Nullable Double> column(Trace trace, ToDoubleFunction<Trace.Point> number) {
        return rounded(trace.column(number));
    }

    private static Map<String, Object> recent(Recent recent) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("time", recent.events().stream().map(Recent.Event::time).toList());
        columns.put("value", column(recent, Recent.Event::value));
        columns.put("forecast", column(recent, Recent.Event::forecast));
        columns.put("lower", column(recent, Recent.Event::lower));
        columns.put("upper", column(recent, Recent.Event::upper));
        columns.put("score", column(recent, Recent.Event::score));
        return columns;
    }

    private static List<@Nullable Double> column(Recent recent, ToDoubleFunction<Recent.Event> number) {
        return rounded(recent.events().stream().mapToDouble(number).toArray());
    }

    private static List<@Nullable Double> rounded(double[] values) {
        List<@Nullable Double> rounded = new ArrayList<>(values.length);
        for (double value : values) {
            rounded.add(rounded(value));
        }
        return rounded;
    }

    private static @Nullable Double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : null;
    }
}
