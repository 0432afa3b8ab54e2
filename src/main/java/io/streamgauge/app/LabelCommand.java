package io.streamgauge.app;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.LabelRecord;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code label}: says of a stretch of one series what it was, so that the forecaster judges the next one by it. */
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        description =
                "Says of a stretch of one series what it was: normal raises that key's bar for such events, anomaly"
                        + " lowers it and keeps them from being learned, ignore mutes it.",
        footer = {
            "",
            "Examples:",
            "  streamgauge label --topology my.yaml --key pump-7 --from '2026-03-01 12:00' --to '2026-03-01 13:30' --as normal",
            "  streamgauge label --topology my.yaml --key pump-7 --from 2026-03-01T12:00Z --to 2026-03-02T12:00Z --as ignore"
                    + " --by anna"
        })
final class LabelCommand implements Callable<Integer> {

    @Option(names = "--key", required = true, paramLabel = "K", description = "The series key.")
    String key = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "Event time of the first value meant.")
    String from = "";

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "Event time of the last value meant.")
    String to = "";

    @Option(
            names = "--as",
            required = true,
            paramLabel = "KIND",
            description = "What it was: normal, anomaly or ignore; where the topology file has an outcome, outcome or"
                    + " no-outcome.")
    String kind = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who says so; without it, this user.")
    @Nullable
    String by;

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        LabelRecord label = label();
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topologyOfValues("label");
        options.requireTopics(runtime, topology);
        try (LabelPublisher publisher = new LabelPublisher(topology, runtime)) {
            RecordMetadata written = publisher.publish(key, label);
            System.out.println("Labelled '" + key + "' from " + Instant.ofEpochMilli(label.from()) + " to "
                    + Instant.ofEpochMilli(label.to()) + " as " + label.label().id() + ", by " + label.by() + ": "
                    + written);
            return 0;
        }
    }

    private LabelRecord label() {
        LabelKind label = LabelKind.of(kind)
                .orElseThrow(() -> new UserError("--as: found '" + kind + "', expected one of " + LabelKind.names()));
        try {
            return new LabelRecord(
                    time("--from", from),
                    time("--to", to),
                    label,
                    by == null ? System.getProperty("user.name", "") : by);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private static long time(String option, String text) {
        return LabelRecord.time(text)
                .orElseThrow(
                        () -> new UserError(option + ": found '" + text + "', expected " + LabelRecord.expectedTime()));
    }
}
