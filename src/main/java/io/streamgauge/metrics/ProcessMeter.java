package io.streamgauge.metrics;

/** The meters of any process of ours. */
enum ProcessMeter implements Meter {
    KERNEL(
            Kind.GAUGE,
            "streamgauge_kernel",
            "kernel",
            "1 for the kernel that runs the network: plain, or simd- and the width of its vectors in bits.",
            "kernel"),
    HEAP(Kind.GAUGE, "streamgauge_heap_bytes", "bytes", "Heap in use."),
    HEAP_LIMIT(Kind.GAUGE, "streamgauge_heap_limit_bytes", "bytes", "Heap that may be used."),
    RESIDENT(
            Kind.GAUGE,
            "streamgauge_resident_bytes",
            "bytes",
            "Memory of the process as the operating system counts it; NaN where it does not tell."),
    COLLECTION(
            Kind.COUNTER,
            "streamgauge_garbage_collection_seconds_total",
            "seconds",
            "Time that garbage collection has taken."),
    PROCESSOR(
            Kind.COUNTER,
            "streamgauge_processor_seconds_total",
            "seconds",
            "Processor time that the process has taken."),
    THREADS(Kind.GAUGE, "streamgauge_threads", "threads", "Threads of the process."),
    START_TIME(
            Kind.GAUGE,
            "streamgauge_start_time_seconds",
            "seconds",
            "When the process started, in seconds since 1970.");

    private final Spec spec;

    ProcessMeter(Kind kind, String prometheusName, String unit, String description, String... labels) {
        spec = new Spec(kind, prometheusName, unit, description, labels);
    }

    @Override
    public Spec spec() {
        return spec;
    }
}
