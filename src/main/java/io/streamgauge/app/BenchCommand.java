package io.streamgauge.app;

import io.streamgauge.app.bench.BenchReport;
import io.streamgauge.app.bench.Finding;
import io.streamgauge.app.bench.Finding.Progress;
import io.streamgauge.app.bench.Finding.Setting;
import io.streamgauge.app.bench.Machine;
import io.streamgauge.app.bench.PeerName;
import io.streamgauge.app.bench.StateBench;
import io.streamgauge.app.bench.StepBench;
import io.streamgauge.app.bench.TrainBench;
import io.streamgauge.config.TopologyConfig;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench}: our step and our training beside those of other libraries, measured in turns; and a key's state. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures one step (nn) or one training step (train) beside other libraries: in turns, with the same weights,"
                    + " medians and ratios. First use fetches the libraries (about 270 MB), which nothing else needs.",
            "state: bytes of a key's state by part, and the time of one event, with 1 horizon and with 24.",
            "categories: how well the next event of a generated process with rules near and far is forecast, beside the best"
                    + " that is possible and n-grams; and what is found of faults in it.",
            "outcomes: how good the probability of a labelled outcome is, on generated machines that fail, beside the true"
                    + " one.",
            "alerts: what is found of a generated fleet's anomalies by kind, and how often alerts are false.",
            "stream: the whole forecaster at a broker of its own, beside applications that read and write as much and"
                    + " compute nothing. scale: the same with more and more keys, and how long a restore takes."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge bench nn",
            "  streamgauge bench train --peers djl",
            "  streamgauge bench nn --peers none",
            "  streamgauge bench state",
            "  streamgauge bench categories --length 100000",
            "  streamgauge bench outcomes --machine-events 100000",
            "  streamgauge bench alerts --fleets 4 --days 30",
            "  streamgauge bench stream --rounds 1 --cases empty,full",
            "  streamgauge bench scale --keys 1000,100000"
        })
final class BenchCommand implements Callable<Integer> {
    private static final String STEP = "nn";
    private static final String TRAINING = "train";
    private static final String STATE = "state";
    private static final String CATEGORIES = "categories";
    private static final String OUTCOMES = "outcomes";
    private static final String ALERTS = "alerts";
    private static final String STREAM = "stream";
    private static final String SCALE = "scale";
    private static final String ONE_STEP = "1";
    private static final String ONE_TARGET = "/value";
    private static final String EIGHT = "/a,/b,/c,/d,/e,/f,/g,/h";

    @Parameters(
            paramLabel = "nn|train|state|categories|outcomes|alerts|stream|scale",
            description =
                    "nn: one step of one network; train: one step of training (batch 32, 64 steps); state: one event;"
                            + " categories: a generated process; outcomes: generated machines; alerts: a generated fleet; stream: events a second; scale: the same over keys.")
    String what = "";

    @Option(
            names = "--peers",
            paramLabel = "LIST",
            description = "Libraries to measure beside ours: none, or some of ort,ejml,djl,dl4j (default: all).",
            defaultValue = "ort,ejml,djl,dl4j")
    String peers = "";

    @Mixin
    FleetOptions fleet = new FleetOptions();

    @Mixin
    CategoryOptions categories = new CategoryOptions();

    @Mixin
    OutcomeOptions outcomes = new OutcomeOptions();

    @Mixin
    LoadOptions load = new LoadOptions();

    /** Set in the processes that {@code bench} starts for measuring. */
    @Option(names = "--measure", hidden = true)
    boolean measuring;

    /** What such a process of {@code state} measures. */
    @Option(names = "--horizons", hidden = true)
    String horizons = ONE_STEP;

    @Option(names = "--targets", hidden = true)
    String targets = ONE_TARGET;

    @Override
    public Integer call() {
        if (!List.of(STEP, TRAINING, STATE, CATEGORIES, OUTCOMES, ALERTS, STREAM, SCALE)
                .contains(what)) {
            throw new UserError("bench: found '" + what + "', expected " + STEP + ", " + TRAINING + ", " + STATE + ", "
                    + CATEGORIES + ", " + OUTCOMES + ", " + ALERTS + ", " + STREAM + " or " + SCALE);
        }
        if (what.equals(CATEGORIES)) {
            categories.bench().run(System.err::println).forEach(System.out::println);
            return 0;
        }
        if (what.equals(OUTCOMES)) {
            outcomes.lines(System.err::println).forEach(System.out::println);
            return 0;
        }
        if (what.equals(ALERTS)) {
            new AlertBench(fleet.size()).lines().forEach(System.out::println);
            return 0;
        }
        if (what.equals(STREAM) || what.equals(SCALE)) {
            return load();
        }
        if (what.equals(STATE)) {
            return state();
        }
        Set<PeerName> names = names();
        if (measuring) {
            measure(names, finding -> System.out.println(finding.line()));
            return 0;
        }
        List<Finding> findings = new ArrayList<>();
        for (PeerName.Group group : groups(names)) {
            Set<PeerName> inside = EnumSet.noneOf(PeerName.class);
            names.stream().filter(name -> name.group() == group).forEach(inside::add);
            String classPath =
                    inside.isEmpty() ? BenchProcess.ownClassPath() : new PeerLibraries(Home.folder()).of(group);
            findings.addAll(BenchProcess.run(classPath, arguments(inside)));
        }
        new BenchReport(findings).lines().forEach(System.out::println);
        return 0;
    }

    private int load() {
        if (measuring) {
            new LoadMeasurement(load, finding -> System.out.println(finding.line())).run();
            return 0;
        }
        load.require();
        LoadBench bench = new LoadBench(load, System.out::println);
        if (what.equals(STREAM)) {
            bench.stream();
        } else {
            bench.scale();
        }
        return 0;
    }

    /**
     * Each number of horizons and targets in a process of its own: what was compiled for one is not what the other would be
     * compiled to, and a forecaster serves but one.
     */
    private int state() {
        if (!measuring) {
            List<List<String>> settings =
                    List.of(List.of(ONE_STEP, ONE_TARGET), List.of("1..24", ONE_TARGET), List.of(ONE_STEP, EIGHT));
            for (List<String> each : settings) {
                List<String> arguments =
                        List.of("bench", STATE, "--measure", "--horizons", each.get(0), "--targets", each.get(1));
                BenchProcess.run(BenchProcess.ownClassPath(), arguments).stream()
                        .flatMap(finding -> finding.fields().stream())
                        .forEach(System.out::println);
            }
            return 0;
        }
        TopologyConfig topology =
                TopologyConfig.load(null, Map.of("name", "bench", "horizons", horizons, "targets", targets));
        System.out.println(new Progress(horizons + " steps ahead of " + targets).line());
        boolean first = horizons.equals(ONE_STEP) && targets.equals(ONE_TARGET);
        List<String> lines = new ArrayList<>(first ? Machine.lines() : List.of());
        lines.addAll(new StateBench(Wiring.monitor(topology)).run());
        lines.forEach(line -> System.out.println(new Setting(line).line()));
        return 0;
    }

    private void measure(Set<PeerName> names, Consumer<Finding> findings) {
        Machine.lines().forEach(line -> findings.accept(new Setting(line)));
        if (what.equals(STEP)) {
            new StepBench(findings).run(names);
        } else {
            new TrainBench(findings).run(names);
        }
    }

    /** The processes that are needed; ours is measured in the common one, and beside the peers of every other. */
    private static Set<PeerName.Group> groups(Set<PeerName> names) {
        Set<PeerName.Group> groups = EnumSet.of(PeerName.Group.COMMON);
        names.forEach(name -> groups.add(name.group()));
        return groups;
    }

    private List<String> arguments(Set<PeerName> inside) {
        return List.of("bench", what, "--measure", "--peers", PeerName.format(inside));
    }

    private Set<PeerName> names() {
        try {
            return PeerName.parse(peers);
        } catch (IllegalArgumentException e) {
            throw new UserError("--peers: " + e.getMessage());
        }
    }
}
