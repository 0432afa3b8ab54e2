package io.streamgauge.app;

import io.streamgauge.anomaly.Statistic;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.SourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * {@code bench alerts}: what the alerts find of a generated fleet's anomalies, and how often they are false.
 *
 * <p>The shipped settings and alert rules, the untrained network, and the watch for silences by event time; no broker.
 * Intervals hold the true figure in 95 of 100 such runs: Wilson's (1927) of a share, and of a rate those of a Poisson
 * count by Wilson and Hilferty's (1931) cube root. Beside what is found stands what can be by one who knows the series and its noise
 * ({@link AnomalyKind#findable}).
 */
final class AlertBench {

    private static final double NORMAL_95 = 1.96;
    private static final double MINUTES_A_MONTH = 43_200;
    private static final double[] RATES = {.1, 1, 10};

    /**
     * The fleet of the two tables.
     *
     * @param seed the first fleet's; each has the next one
     * @param without statistics that have no say
     */
    record Size(int keys, int days, long seed, int fleets, Set<Statistic> without) {

        private LongStream seeds() {
            return LongStream.range(seed, seed + fleets);
        }
    }

    /**
     * What one fleet gave.
     *
     * @param falseValues false episodes but those of silences
     */
    private record Result(EpisodeTally.Score score, int falseValues) {}

    private final Size size;

    AlertBench(Size size) {
        this.size = size;
    }

    /** The tables. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(recall());
        lines.addAll(falseAlarms());
        lines.addAll(new FeedbackBench(size.keys(), size.seed()).lines());
        return lines;
    }

    private List<String> recall() {
        TopologyConfig topology = topology(1);
        List<Result> results = size.seeds()
                .parallel()
                .mapToObj(
                        seed -> run(topology, FleetGenerator.Settings.demo(seed).withKeys(size.keys())))
                .toList();
        Map<String, int[]> kinds = new TreeMap<>();
        int[] all = new int[2];
        for (Result result : results) {
            result.score().byKind().forEach((kind, recall) -> {
                add(kinds.computeIfAbsent(kind, unseen -> new int[2]), recall);
                add(all, recall);
            });
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-16s %8s %8s %8s   %-16s %8s",
                "anomaly",
                "injected",
                "found",
                "recall",
                "95 % interval",
                "findable"));
        double findable = 0;
        for (Map.Entry<String, int[]> kind : kinds.entrySet()) {
            double best = AnomalyKind.named(kind.getKey()).findable(1 / MINUTES_A_MONTH);
            findable += best * kind.getValue()[0] / all[0];
            lines.add(share(kind.getKey(), kind.getValue(), best));
        }
        lines.add(share("all", all, findable));
        lines.addAll(rates("with anomalies", 1, results));
        return lines;
    }

    private static void add(int[] counts, EpisodeTally.Recall recall) {
        counts[0] += recall.known();
        counts[1] += recall.found();
    }

    private List<String> falseAlarms() {
        List<String> lines = new ArrayList<>();
        for (double allowed : RATES) {
            TopologyConfig topology = topology(allowed);
            List<Result> results = size.seeds()
                    .parallel()
                    .mapToObj(seed -> run(
                            topology,
                            FleetGenerator.Settings.demo(seed)
                                    .withKeys(size.keys())
                                    .withAnomaliesPerDay(0)))
                    .toList();
            lines.addAll(rates("without", allowed, results));
        }
        return lines;
    }

    private static TopologyConfig topology(double alarmsPerMonth) {
        return TopologyConfig.load(
                null, Map.of("name", "bench", "anomaly.alarms-per-month", Double.toString(alarmsPerMonth)));
    }

    /** What a fleet of these settings gives. */
    private Result run(TopologyConfig topology, FleetGenerator.Settings settings) {
        FleetGenerator fleet = new FleetGenerator(settings);
        var run = new FleetRun(topology, size.without());
        long end = settings.start().plus(Duration.ofDays(size.days())).toEpochMilli();
        SourceEvent event = fleet.next().event();
        while (event.time() < end) {
            run.take(event);
            event = fleet.next().event();
        }
        EpisodeTally.Score all = run.all().score(fleet.anomalies());
        return new Result(all, run.values().score(fleet.anomalies()).falseEpisodes());
    }

    private static String share(String name, int[] counts, double findable) {
        double n = counts[0];
        double p = counts[1] / n;
        double square = NORMAL_95 * NORMAL_95;
        double middle = p + square / (2 * n);
        double spread = NORMAL_95 * Math.sqrt(p * (1 - p) / n + square / (4 * n * n));
        double whole = 1 + square / n;
        return String.format(
                Locale.ROOT,
                "%-16s %8d %8d %8.3f   %.3f to %.3f   %8.3f",
                name,
                counts[0],
                counts[1],
                p,
                (middle - spread) / whole,
                (middle + spread) / whole,
                findable);
    }

    private static List<String> rates(String fleet, double allowed, List<Result> results) {
        int values = results.stream().mapToInt(Result::falseValues).sum();
        int all = results.stream()
                .mapToInt(result -> result.score().falseEpisodes())
                .sum();
        double months = results.stream()
                .mapToDouble(result -> result.score().keyMonths())
                .sum();
        return List.of(
                rate("false, " + fleet, allowed, values, months),
                rate("false silences, " + fleet, allowed, all - values, months));
    }

    private static String rate(String name, double allowed, int count, double months) {
        return String.format(
                Locale.ROOT,
                "%-30s allowed %5.1f per key and month: %6.2f   %.2f to %.2f (%d in %.0f)",
                name,
                allowed,
                count / months,
                count == 0 ? 0 : bound(count, -NORMAL_95) / months,
                bound(count + 1, NORMAL_95) / months,
                count,
                months);
    }

    /** n·(1 − 1/(9n) + z/(3√n))³. */
    private static double bound(int n, double z) {
        double root = 1 - 1.0 / (9 * n) + z / (3 * Math.sqrt(n));
        return n * root * root * root;
    }
}
