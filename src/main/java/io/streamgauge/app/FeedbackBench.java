package io.streamgauge.app;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.anomaly.LabelledSpan;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.SourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What labels teach: into each series of a fleet without anomalies come four of one kind, side and size, then one to the
 * other side and one of another kind. The first three are labelled {@code normal} once they are over; a second run in
 * which nobody labels anything tells what would have been alerts.
 */
final class FeedbackBench {

    private static final List<AnomalyKind> KINDS =
            List.of(AnomalyKind.SPIKE, AnomalyKind.DRIFT, AnomalyKind.LEVEL_SHIFT, AnomalyKind.FLAT_LINE);

    private static final int LABELLED = 3;
    private static final Duration FIRST = Duration.ofDays(6).plusHours(9);
    private static final Duration APART = Duration.ofDays(3).plusHours(1);

    /** What is done to a series. */
    private record Planted(String key, AnomalyKind kind, int sign, long from, int steps, long stepMillis) {

        long until() {
            return from + steps * stepMillis;
        }

        boolean holds(long time) {
            return from <= time && time < until();
        }

        /** In multiples of σ. */
        double offset(long time) {
            return sign * kind.offset(kind.size(1), (time - from) / stepMillis);
        }

        LabelledSpan label() {
            return new LabelledSpan(from, until(), LabelKind.NORMAL);
        }
    }

    private final int keys;
    private final long seed;

    FeedbackBench(int keys, long seed) {
        this.keys = keys;
        this.seed = seed;
    }

    /** The table. */
    List<String> lines() {
        Map<String, EpisodeTally.Recall> unlabelled = run(false);
        Map<String, EpisodeTally.Recall> labelled = run(true);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-22s %12s %22s %22s %22s",
                "told of",
                "first three",
                "fourth, labels/none",
                "other side, l./none",
                "other kind, l./none"));
        for (AnomalyKind kind : KINDS) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-22s %12s %22s %22s %22s",
                    kind.text() + ", first labelled",
                    sum(unlabelled, kind),
                    both(labelled, unlabelled, kind, LABELLED),
                    both(labelled, unlabelled, kind, LABELLED + 1),
                    both(labelled, unlabelled, kind, LABELLED + 2)));
        }
        return lines;
    }

    private static String sum(Map<String, EpisodeTally.Recall> found, AnomalyKind kind) {
        int told = 0;
        int known = 0;
        for (int n = 0; n < LABELLED; n++) {
            EpisodeTally.Recall recall = of(found, kind, n);
            told += recall.found();
            known += recall.known();
        }
        return told + " of " + known;
    }

    private static String both(
            Map<String, EpisodeTally.Recall> labelled,
            Map<String, EpisodeTally.Recall> unlabelled,
            AnomalyKind kind,
            int number) {
        EpisodeTally.Recall without = of(unlabelled, kind, number);
        return of(labelled, kind, number).found() + "/" + without.found() + " of " + without.known();
    }

    private static EpisodeTally.Recall of(Map<String, EpisodeTally.Recall> found, AnomalyKind first, int number) {
        return found.getOrDefault(first.text() + "/" + number, new EpisodeTally.Recall(0, 0));
    }

    private Map<String, EpisodeTally.Recall> run(boolean labels) {
        TopologyConfig topology = TopologyConfig.load(null, Map.of("name", "bench"));
        FleetGenerator.Settings settings =
                FleetGenerator.Settings.demo(seed).withKeys(keys).withAnomaliesPerDay(0);
        FleetGenerator fleet = new FleetGenerator(settings);
        Map<String, List<Planted>> plans = plans(settings);
        Map<String, Double> noise = new HashMap<>();
        plans.keySet().forEach(key -> noise.put(key, fleet.noiseScale(key)));
        Map<String, Double> frozen = new HashMap<>();
        var run = new FleetRun(topology, Set.of());
        long end = settings.start()
                .plus(FIRST)
                .plus(APART.multipliedBy(LABELLED + 3))
                .toEpochMilli();
        for (SourceEvent event = fleet.next().event();
                event.time() < end;
                event = fleet.next().event()) {
            List<Planted> plan = plans.getOrDefault(event.key(), List.of());
            run.take(planted(event, plan, noise.getOrDefault(event.key(), 1.0), frozen));
            if (labels) {
                label(run, event, plan, settings.interval().toMillis());
            }
        }
        List<TrueAnomaly> truth = new ArrayList<>();
        plans.values().forEach(plan -> {
            for (int n = 0; n < plan.size(); n++) {
                truth.add(named(plan, n));
            }
        });
        return run.values().score(truth).byKind();
    }

    /** Under the name of the kind that came first. */
    private static TrueAnomaly named(List<Planted> plan, int number) {
        Planted it = plan.get(number);
        return new TrueAnomaly(it.key(), plan.get(0).kind().text() + "/" + number, it.from(), it.until());
    }

    private static void label(FleetRun run, SourceEvent event, List<Planted> plan, long stepMillis) {
        for (Planted it : plan.subList(0, LABELLED)) {
            if (event.time() >= it.until() + stepMillis && event.time() < it.until() + 2 * stepMillis) {
                run.label(event.key(), it.label());
            }
        }
    }

    private static SourceEvent planted(
            SourceEvent event, List<Planted> plan, double noise, Map<String, Double> frozen) {
        double value = event.value();
        for (Planted it : plan) {
            if (it.holds(event.time())) {
                value = it.kind() == AnomalyKind.FLAT_LINE
                        ? frozen.getOrDefault(event.key(), value)
                        : value + noise * it.offset(event.time());
            }
        }
        frozen.put(event.key(), value);
        return new SourceEvent(event.key(), event.time(), event.timeText(), value);
    }

    private Map<String, List<Planted>> plans(FleetGenerator.Settings settings) {
        Map<String, List<Planted>> plans = new HashMap<>();
        long step = settings.interval().toMillis();
        for (int i = 0; i < keys; i++) {
            String key = FleetGenerator.key(i);
            AnomalyKind kind = KINDS.get(i % KINDS.size());
            AnomalyKind other = kind == AnomalyKind.FLAT_LINE ? AnomalyKind.SPIKE : AnomalyKind.FLAT_LINE;
            int side = i / KINDS.size() % 2 == 0 ? 1 : -1;
            List<Planted> plan = new ArrayList<>();
            for (int n = 0; n < LABELLED + 3; n++) {
                long from =
                        settings.start().plus(FIRST).plus(APART.multipliedBy(n)).toEpochMilli() + i * 7 * step;
                AnomalyKind now = n == LABELLED + 2 ? other : kind;
                plan.add(new Planted(key, now, n == LABELLED + 1 ? -side : side, from, now.steps(.5), step));
            }
            plans.put(key, plan);
        }
        return plans;
    }
}
