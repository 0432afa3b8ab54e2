package io.streamgauge.app;

import io.streamgauge.anomaly.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Statistics that have no say in the score, to see what they are worth; for measuring alone. */
final class LeftOut {

    @Option(names = "--without", split = ",", hidden = true)
    List<String> names = new ArrayList<>();

    Set<Statistic> statistics() {
        return names.stream().map(LeftOut::statistic).collect(Collectors.toSet());
    }

    private static Statistic statistic(String name) {
        return scored().filter(statistic -> statistic.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("--without names '" + name + "', expected some of "
                        + scored().map(Statistic::id).toList()));
    }

    /** Silences are told while they last, and not by a value's score. */
    private static Stream<Statistic> scored() {
        return Statistic.ALL.stream().filter(statistic -> statistic != Statistic.SILENCE);
    }
}
