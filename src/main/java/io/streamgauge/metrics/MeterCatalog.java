package io.streamgauge.metrics;

import java.util.List;
import java.util.stream.Stream;

/**
 * The meters that Streamgauge exports, each under the name that Prometheus shows.
 *
 * <p>Label values are closed sets fixed in code or configuration. A key of the data is one only where the configuration
 * names it, in the bounded watch list.
 */
final class MeterCatalog {
    private MeterCatalog() {}

    /** All of them, in the order of the reference page. */
    static List<Meter> all() {
        return Stream.<Meter[]>of(StreamMeter.values(), ProcessMeter.values(), TrainerMeter.values())
                .flatMap(Stream::of)
                .toList();
    }
}
