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
            "alerts: what is found of a generated fleet's anomalies by kind, and how often alerts are false."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge bench nn",
            "  streamgauge bench train --peers djl",
            "  streamgauge bench nn --peers none",
            "  streamgauge bench state",
            "  streamgauge bench alerts --keys 20 --days 30 --fleets 4"
        })
final class BenchCommand implements Callable<Integer> {
    private static final String STEP = "nn";
    private static final String TRAINING = "train";
    private static final String STATE = "state";
    private static final String ALERTS = "alerts";

    @Parameters(
            paramLabel = "nn|train|state|alerts",
            description =
                    "nn: one step of one network; train: one step of training (batch 32, 64 steps); state: one event; alerts: a fleet.")
    String what = "";

    @Option(
            names = "--peers",
            paramLabel = "LIST",
            description = "Libraries to measure beside ours: none, or some of ort,ejml,djl,dl4j (default: all).",
            defaultValue = "ort,ejml,djl,dl4j")
    String peers = "";

    @Option(names = "--keys", paramLabel = "N", description = "alerts: keys of a fleet (default: 20).")
    int keys = 20;

    @Option(names = "--days", paramLabel = "N", description = "alerts: event time in days (default: 30).")
    int days = 30;

    @Option(names = "--fleets", paramLabel = "N", description = "alerts: fleets, a seed each (default: 2).")
    int fleets = 2;

    @Option(names = "--seed", paramLabel = "N", description = "alerts: the first fleet's seed (default: 1001).")
    long seed = 1_001;

    /** Set in the processes that {@code bench} starts for measuring. */
    @Option(names = "--measure", hidden = true)
    boolean measuring;

    @Override
    public Integer call() {
        if (!List.of(STEP, TRAINING, STATE, ALERTS).contains(what)) {
            throw new UserError(
                    "bench: found '" + what + "', expected " + STEP + ", " + TRAINING + ", " + STATE + " or " + ALERTS);
        }
        if (what.equals(ALERTS)) {
            return alerts();
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

    private int alerts() {
        if (keys < 1 || days < 1 || fleets < 1) {
            throw new UserError("bench alerts: found --keys " + keys + ", --days " + days + " and --fleets " + fleets
                    + ", expected at least 1 of each");
        }
        new AlertBench(new AlertBench.Size(keys, days, seed, fleets)).lines().forEach(System.out::println);
        return 0;
    }

    /** In a process of its own as the others are, for the flags that it is started with. */
    private int state() {
        if (!measuring) {
            BenchProcess.run(BenchProcess.ownClassPath(), List.of("bench", STATE, "--measure")).stream()
                    .flatMap(finding -> finding.fields().stream())
                    .forEach(System.out::println);
            return 0;
        }
        List<String> lines = new ArrayList<>(Machine.lines());
        for (String horizons : List.of("1", "1..24")) {
            TopologyConfig topology = TopologyConfig.load(null, Map.of("name", "bench", "horizons", horizons));
            System.out.println(new Progress(horizons + " steps ahead").line());
            lines.addAll(new StateBench(Wiring.monitor(topology)).run());
        }
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
