package io.streamgauge.stream;

import io.streamgauge.config.Buckets;
import io.streamgauge.config.Format;
import io.streamgauge.config.Inputs;
import io.streamgauge.config.Missing;
import io.streamgauge.config.Reading;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.signal.Calendar;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Gaps;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.MissingPolicy;
import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.bucket.Aggregate;
import io.streamgauge.wire.bucket.BucketSpec;
import io.streamgauge.wire.bucket.ClosedBucketWriter;
import io.streamgauge.wire.format.AvroFormat;
import io.streamgauge.wire.format.CsvFormat;
import io.streamgauge.wire.format.EventFormat;
import io.streamgauge.wire.format.ProtobufFormat;
import java.util.Set;

/** From a topology file's inputs to where they stand in an event and to what enters a step. */
public final class StreamInputs {

    private StreamInputs() {}

    /** Where the fields of a source event stand. */
    public static EventLayout layout(TopologyConfig topology) {
        Inputs inputs = topology.inputs();
        return new EventLayout(
                topology.source().time(),
                topology.source().targets(),
                inputs.covariates(),
                inputs.categories(),
                Set.copyOf(inputs.knownAhead()),
                inputs.categoryRows(),
                inputs.missing() != Missing.SKIP);
    }

    /** How raw events become a series; the topology file asks for that. */
    public static BucketSpec buckets(TopologyConfig topology) {
        Buckets buckets = topology.buckets();
        return new BucketSpec(
                buckets.every().orElseThrow().toMillis(),
                buckets.grace().toMillis(),
                buckets.fill().toMillis(),
                buckets.asOf(topology.source().targets()).stream()
                        .map(as -> Aggregate.of(as.text()))
                        .toList(),
                buckets.fieldsOf(topology.source().targets()),
                topology.inputs().missing() != Missing.SKIP);
    }

    /**
     * How the source's events are written.
     *
     * @param metrics count what a schema registry fails to answer
     */
    public static EventFormat format(TopologyConfig topology, ForecastMetrics metrics) {
        Reading reading = topology.reading();
        return switch (reading.format()) {
            case JSON -> EventFormat.JSON;
            case CSV -> new CsvFormat(reading.columns());
            case AVRO -> new AvroFormat(new SchemaRegistry(reading.registry().orElseThrow(), "", metrics));
            case PROTOBUF ->
                new ProtobufFormat(new SchemaRegistry(reading.registry().orElseThrow(), "?format=serialized", metrics));
        };
    }

    /** How long an event may be as JSON, which takes more room than other formats. */
    static int maxJsonBytes(TopologyConfig topology) {
        int most = topology.limits().maxEventBytes();
        return topology.reading().format() == Format.JSON ? most : EventFormat.mostJsonBytes(most);
    }

    /** Where the fields stand of what is stepped through: the source's events, or what buckets of them come to. */
    public static EventLayout steps(TopologyConfig topology) {
        return topology.buckets().isOn() ? ClosedBucketWriter.layout(buckets(topology)) : layout(topology);
    }

    /** The reader of what is stepped through. */
    public static EventReader stepReader(TopologyConfig topology) {
        return topology.buckets().isOn()
                ? new EventReader(steps(topology), ClosedBucketWriter.MOST_BYTES)
                : new EventReader(layout(topology), topology.intake().duplicateId(), maxJsonBytes(topology));
    }

    /** What enters a step. */
    public static InputSpec spec(TopologyConfig topology) {
        topology.requireSeason(topology.name());
        Inputs inputs = topology.inputs();
        return new InputSpec(
                topology.source().targetNames(),
                MissingPolicy.valueOf(inputs.missing().name()),
                covariates(inputs),
                Calendar.of(topology.season(), topology.timeZone(), topology.holidays()),
                new Gaps(inputs.gapInput(), inputs.gapDecay()));
    }

    private static Covariates covariates(Inputs inputs) {
        return inputs.covariates().isEmpty() && inputs.categories().isEmpty()
                ? Covariates.NONE
                : new Covariates(inputs.covariateNames(), inputs.categoryNames(), inputs.categoryRows());
    }
}
