package io.streamgauge.metrics;

import io.micrometer.core.instrument.MeterRegistry;

/** What holds for a process from its start to its end. */
public final class ProcessMetrics {

    /**
     * @param kernel the name of the kernel that runs the network
     */
    public ProcessMetrics(MeterRegistry registry, String kernel) {
        MeterCatalog.KERNEL.gauge(registry, 1, kernel);
    }
}
