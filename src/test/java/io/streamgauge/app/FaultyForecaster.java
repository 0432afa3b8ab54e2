package io.streamgauge.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamgauge.config.HostPort;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastLabels;
import io.streamgauge.metrics.ForecastMetrics;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * {@code run} with a fault inside a step: the meter of forecasts throws at chosen counts, when the state has been put and
 * the forecast forwarded, but not all that belongs to the event.
 */
public final class FaultyForecaster {

    /** Forecasts of this process after which a step fails; fewer times than end a client. */
    private static final List<Long> FAILURES = List.of(700L, 1_500L);

    private FaultyForecaster() {}

    /**
     * @param arguments topology file, then the runtime's settings as {@code key=value}
     */
    public static void main(String[] arguments) {
        TopologyConfig topology = TopologyConfig.load(Path.of(arguments[0]), Map.of());
        RuntimeConfig runtime = RuntimeConfig.load(null, settings(arguments));
        ForecastMetrics metrics = new ForecastMetrics(new FailingRegistry(), ForecastLabels.none());
        try (Shutdown shutdown = new Shutdown();
                ForecasterRuntime forecaster = new ForecasterRuntime(
                        topology, runtime, new HostPort("127.0.0.1", 1), 0, metrics, model -> {})) {
            forecaster.start();
            System.out.println("Forecasting with faults");
            while (!shutdown.await(500)) {
                forecaster.requireHealthy();
            }
        }
    }

    static Map<String, String> settings(String[] arguments) {
        return Arrays.stream(arguments)
                .skip(1)
                .collect(Collectors.toMap(
                        setting -> setting.substring(0, setting.indexOf('=')),
                        setting -> setting.substring(setting.indexOf('=') + 1)));
    }

    private static final class FailingRegistry extends SimpleMeterRegistry {
        private final AtomicLong forecasts = new AtomicLong();

        @Override
        protected Counter newCounter(Meter.Id id) {
            Counter counter = super.newCounter(id);
            return id.getName().startsWith("streamgauge_forecasts") ? new FailingCounter(counter, forecasts) : counter;
        }
    }

    private record FailingCounter(Counter counter, AtomicLong forecasts) implements Counter {

        @Override
        public void increment(double amount) {
            if (FAILURES.contains(forecasts.incrementAndGet())) {
                throw new IllegalStateException("a fault inside a step, on purpose");
            }
            counter.increment(amount);
        }

        @Override
        public double count() {
            return counter.count();
        }

        @Override
        public Meter.Id getId() {
            return counter.getId();
        }
    }
}
