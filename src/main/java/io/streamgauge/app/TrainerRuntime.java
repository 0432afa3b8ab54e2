package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.http.Health;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.trainer.KafkaTrainerClients;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.trainer.TrainerService;
import io.streamgauge.trainer.TrainerSpec;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trainer of one process, on a thread of its own. */
final class TrainerRuntime implements AutoCloseable {

    /** Steps of the windows that warm the code up. */
    private static final int WARM_UP_STEPS = 32;

    private final TrainerSpec spec;
    private final TrainerService service;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    TrainerRuntime(TrainerSpec spec, RuntimeConfig runtime, TrainerMetrics metrics, TrainerProgress progress) {
        requireTrainable(spec);
        this.spec = spec;
        service = new TrainerService(
                spec,
                new KafkaTrainerClients(spec.topics(), runtime.consumer(), runtime.producer()),
                metrics,
                progress,
                Clock.systemUTC());
        thread = new Thread(service, "trainer");
        thread.setUncaughtExceptionHandler((dead, cause) -> failure = cause);
    }

    private static void requireTrainable(TrainerSpec spec) {
        int parameters = spec.network().layout().size();
        if (parameters > TrainerService.MOST_PARAMETERS) {
            throw new UserError("network.hidden, network.layers: the network has " + parameters
                    + " parameters, expected at most " + TrainerService.MOST_PARAMETERS);
        }
    }

    /** Warms the code of training up, then starts to consume. */
    void start() {
        TrainingSettings settings = spec.settings();
        KernelWarmUp.train(spec.network(), settings.loss(), settings.batch(), WARM_UP_STEPS, System::nanoTime);
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Whether it trains, or is about to. */
    Health health() {
        boolean running = failure == null && thread.getState() != Thread.State.TERMINATED;
        return new Health(running, running ? "RUNNING" : "STOPPED", Map.of());
    }

    /** Ends the command where the trainer has ended on its own. */
    void requireAlive() {
        Throwable cause = failure;
        if (cause != null) {
            throw new UserError("the trainer has stopped: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        if (thread.getState() != Thread.State.NEW) {
            service.close();
        }
    }
}
