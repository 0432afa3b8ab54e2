package io.streamgauge.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the Java machine and the operating system tell of the process. */
public final class ProcessMetrics {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double KIBIBYTE = 1024;

    /**
     * @param kernel the name of the kernel that runs the network
     */
    public ProcessMetrics(MeterRegistry registry, String kernel) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        RuntimeMXBean machine = ManagementFactory.getRuntimeMXBean();
        ProcessMeter.KERNEL.gauge(registry, 1, kernel);
        ProcessMeter.HEAP.gauge(registry, () -> memory.getHeapMemoryUsage().getUsed());
        ProcessMeter.HEAP_LIMIT.gauge(
                registry, () -> memory.getHeapMemoryUsage().getMax());
        ProcessMeter.RESIDENT.gauge(registry, ProcessMetrics::resident);
        ProcessMeter.COLLECTION.counter(registry, ProcessMetrics::collection);
        ProcessMeter.PROCESSOR.counter(registry, ProcessMetrics::processor);
        ProcessMeter.THREADS.gauge(
                registry, () -> ManagementFactory.getThreadMXBean().getThreadCount());
        ProcessMeter.START_TIME.gauge(registry, () -> machine.getStartTime() / MILLIS);
    }

    private static double collection() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .filter(millis -> millis > 0)
                        .sum()
                / MILLIS;
    }

    private static double processor() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / NANOS;
    }

    /** The line reads {@code VmRSS:   123456 kB}. */
    private static double resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> KIBIBYTE * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
