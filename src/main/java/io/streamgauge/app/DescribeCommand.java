package io.streamgauge.app;

import io.streamgauge.config.Buckets;
import io.streamgauge.config.Categories;
import io.streamgauge.config.Inputs;
import io.streamgauge.config.Reading;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.stream.ForecastServices;
import io.streamgauge.stream.ForecastTopology;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.stream.TopologyPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code describe}: what a topology file comes to, without touching a broker. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Shows what a topology file comes to: topology, topics, rights, bytes per key, restore time.",
        footer = {"", "Example:", "  streamgauge describe --topology topology/series.yaml --keys 100000"})
final class DescribeCommand implements Callable<Integer> {

    private static final double MEGA = 1e6;

    @Option(names = "--keys", paramLabel = "N", description = "Keys to reckon with.", defaultValue = "10000")
    long keys;

    @Option(
            names = "--restore-rate",
            paramLabel = "MB/s",
            description =
                    "Rate at which one instance reads its changelog; ${DEFAULT-VALUE} is an assumption, measure yours.",
            defaultValue = "50")
    double restoreRate;

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        if (keys < 1 || !(restoreRate > 0)) {
            throw new UserError(
                    "--keys is " + keys + " and --restore-rate " + restoreRate + ", expected both to be more than 0");
        }
        TopologyConfig topology = options.topology();
        TopologyDescription description = description(topology);
        List<String> lines = new ArrayList<>();
        lines.add("Topology '" + topology.name() + "'");
        lines.addAll(description.toString().lines().toList());
        lines.add("");
        lines.add("Picture (Mermaid)");
        lines.addAll(TopologyPicture.mermaid(description).lines().toList());
        lines.add("");
        lines.add("Topics");
        lines.addAll(topics(topology));
        lines.add("");
        lines.addAll(inputs(topology));
        lines.add("");
        lines.add("Rights (ACLs), prefixed ones marked with *");
        Rights.of(topology).forEach(right -> lines.add("  " + right));
        lines.add("");
        lines.addAll(size(topology));
        lines.forEach(System.out::println);
        return 0;
    }

    static TopologyDescription description(TopologyConfig topology) {
        ForecastMetrics metrics = ForecastMetrics.noop();
        ForecastServices services = Wiring.services(topology, metrics, Map.of());
        return ForecastTopology.build(topology.source().topic(), topology.topicNames(), services)
                .describe();
    }

    private static List<String> topics(TopologyConfig topology) {
        return StreamTopics.of(topology).stream()
                .map(spec -> String.format(
                        Locale.ROOT,
                        "  %-28s partitions: %d  %s",
                        spec.name(),
                        spec.partitions(),
                        new TreeMap<>(spec.configs())))
                .toList();
    }

    private static List<String> inputs(TopologyConfig topology) {
        Inputs inputs = topology.inputs();
        InputSpec spec = StreamInputs.spec(topology);
        List<String> lines = new ArrayList<>(reading(topology));
        lines.addAll(keys(topology));
        lines.addAll(buckets(topology));
        if (topology.categories().isOn()) {
            Categories categories = topology.categories();
            lines.add("Category: " + categories.field().orElseThrow() + ", of which the network knows up to "
                    + categories.vocabulary() + "; a forecast names the " + categories.top() + " most probable next");
            return lines;
        }
        lines.add("Inputs of a step: " + spec.features() + " numbers, "
                + inputs.categories().size() + " categories");
        lines.add("  targets     " + String.join(", ", spec.targets()) + ", missing ones: "
                + inputs.missing().text());
        lines.add("  calendar    " + (topology.season() > 0 ? topology.season() + " values a season" : "day")
                + ", week, " + topology.holidays().size() + " holidays, in " + topology.timeZone());
        if (!inputs.covariates().isEmpty()) {
            lines.add("  covariates  " + marked(inputs.covariates(), inputs));
        }
        if (!inputs.categories().isEmpty()) {
            lines.add("  categories  " + marked(inputs.categories(), inputs) + ", " + inputs.categoryRows()
                    + " rows each");
        }
        if (inputs.gapInput()) {
            lines.add("  gaps        the pause before a value");
        }
        return lines;
    }

    private static List<String> reading(TopologyConfig topology) {
        Reading reading = topology.reading();
        return switch (reading.format()) {
            case JSON -> List.of();
            case CSV -> List.of("Events: lines of " + String.join(",", reading.columns()), "");
            case AVRO, PROTOBUF ->
                List.of(
                        "Events: " + reading.format().text() + " with schemas at "
                                + reading.registry().orElseThrow(),
                        "");
        };
    }

    private static List<String> keys(TopologyConfig topology) {
        if (!topology.keys().change()) {
            return List.of();
        }
        List<String> pointers = topology.keys().pointers();
        return List.of(
                "Series key: " + (pointers.isEmpty() ? "the record's" : String.join(" | ", pointers))
                        + (topology.keys().total() ? ", and " + TopologyConfig.Keys.TOTAL + " of all events" : "")
                        + "; by way of " + topology.topicNames().keyed(),
                "");
    }

    private static List<String> buckets(TopologyConfig topology) {
        Buckets buckets = topology.buckets();
        if (!buckets.isOn()) {
            return List.of();
        }
        List<String> targets = topology.source().targets();
        List<String> lines = new ArrayList<>();
        lines.add("Series of raw events: a value every " + words(buckets.every().orElseThrow()) + ", "
                + words(buckets.grace()) + " after its end, " + words(buckets.fill()) + " into a key's silence");
        for (int i = 0; i < targets.size(); i++) {
            lines.add("  " + targets.get(i) + " is "
                    + buckets.asOf(targets).get(i).text() + " of "
                    + buckets.fieldsOf(targets).get(i));
        }
        lines.add(String.format(
                Locale.ROOT,
                "  open buckets: at most %,d bytes of a key",
                StreamInputs.buckets(topology).mostBytes()));
        lines.add("");
        return lines;
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String marked(List<String> pointers, Inputs inputs) {
        return pointers.stream()
                .map(pointer -> pointer + (inputs.knownAhead().contains(pointer) ? " (known ahead)" : ""))
                .collect(Collectors.joining(", "));
    }

    private List<String> size(TopologyConfig topology) {
        double share = topology.windows().keys();
        int plain = Wiring.stateBytes(topology, false);
        int sampled = Wiring.stateBytes(topology, true);
        double bytes = share * sampled + (1 - share) * plain;
        double megabytes = keys * bytes / MEGA;
        return List.of(
                String.format(
                        Locale.ROOT,
                        "State: %,d bytes per key, without the key itself, and %,d more of a key that windows are cut of"
                                + " (%.0f %% of them)",
                        plain,
                        sampled - plain,
                        100 * share),
                String.format(
                        Locale.ROOT,
                        "%,d keys: %,.1f MB of state, about %,.0f s to restore at %.0f MB/s",
                        keys,
                        megabytes,
                        Math.ceil(megabytes / restoreRate),
                        restoreRate));
    }
}
