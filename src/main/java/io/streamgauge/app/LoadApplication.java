package io.streamgauge.app;

import io.streamgauge.config.HostPort;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.stream.RocksDbMemory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** An application that is measured: the forecaster as {@code run} has it but without page, or one to compare it with. */
interface LoadApplication extends AutoCloseable {

    /** Starts it and waits until it takes events in, its states restored. */
    void start();

    /** How many events it has taken in. */
    long count();

    @Override
    void close();

    /** How long a start may take, with a large state to be restored. */
    Duration PATIENCE = Duration.ofMinutes(10);

    static LoadApplication of(LoadCase.Work work, TopologyConfig topology, RuntimeConfig runtime) {
        if (work == LoadCase.Work.FULL) {
            return new Forecaster(topology, runtime);
        }
        LongAdder count = new LongAdder();
        Topology built = work == LoadCase.Work.PASS
                ? LoadTopology.pass(topology, count)
                : LoadTopology.empty(topology, runtime, count);
        return new Other(built, topology, runtime, count);
    }

    /** The forecaster. */
    final class Forecaster implements LoadApplication {

        private final ForecastMetrics metrics;
        private final ForecasterRuntime forecaster;

        Forecaster(TopologyConfig topology, RuntimeConfig runtime) {
            metrics = new Meters(topology).forecast(List.of());
            forecaster = new ForecasterRuntime(topology, runtime, new HostPort("127.0.0.1", 1), 0, metrics, info -> {});
        }

        @Override
        public void start() {
            forecaster.start();
            forecaster.awaitRunning(PATIENCE);
        }

        @Override
        public long count() {
            forecaster.requireHealthy();
            return metrics.eventsReceived();
        }

        @Override
        public void close() {
            forecaster.close();
        }
    }

    /** One to compare it with, under the same settings. */
    final class Other implements LoadApplication {

        private final RocksDbMemory memory;
        private final KafkaStreams streams;
        private final LongAdder count;

        Other(Topology built, TopologyConfig topology, RuntimeConfig runtime, LongAdder count) {
            memory = new RocksDbMemory(
                    runtime.rocksDb().memory(), runtime.rocksDb().writeBuffers());
            streams = new KafkaStreams(built, StreamsSettings.of(topology, runtime, memory));
            this.count = count;
        }

        @Override
        public void start() {
            streams.start();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (streams.state() != KafkaStreams.State.RUNNING) {
                if (System.nanoTime() > deadline) {
                    throw new UserError("the application is " + streams.state() + ", expected RUNNING");
                }
                Pause.millis(5);
            }
        }

        @Override
        public long count() {
            if (streams.state() == KafkaStreams.State.ERROR) {
                throw new UserError("the application has stopped");
            }
            return count.sum();
        }

        @Override
        public void close() {
            streams.close(Duration.ofSeconds(30));
            memory.close();
        }
    }
}
