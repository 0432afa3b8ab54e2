package io.streamgauge.stream;

import io.streamgauge.config.Missing;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.signal.Calendar;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Gaps;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.MissingPolicy;
import io.streamgauge.wire.EventLayout;
import java.util.Set;

/** From a topology file's inputs to where they stand in an event and to what enters a step. */
public final class StreamInputs {

    private StreamInputs() {}

    /** Where the fields of a source event stand. */
    public static EventLayout layout(TopologyConfig topology) {
        TopologyConfig.Inputs inputs = topology.inputs();
        return new EventLayout(
                topology.source().time(),
                topology.source().targets(),
                inputs.covariates(),
                inputs.categories(),
                Set.copyOf(inputs.knownAhead()),
                inputs.categoryRows(),
                inputs.missing() != Missing.SKIP);
    }

    /** What enters a step. */
    public static InputSpec spec(TopologyConfig topology) {
        TopologyConfig.Inputs inputs = topology.inputs();
        return new InputSpec(
                topology.source().targetNames(),
                MissingPolicy.valueOf(inputs.missing().name()),
                covariates(inputs),
                Calendar.of(topology.season(), topology.timeZone(), topology.holidays()),
                new Gaps(inputs.gapInput(), inputs.gapDecay()));
    }

    private static Covariates covariates(TopologyConfig.Inputs inputs) {
        return inputs.covariates().isEmpty() && inputs.categories().isEmpty()
                ? Covariates.NONE
                : new Covariates(inputs.covariateNames(), inputs.categoryNames(), inputs.categoryRows());
    }
}
