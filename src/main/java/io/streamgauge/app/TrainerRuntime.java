package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.nn.kernel.Kernels;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.trainer.TrainerService;
import io.streamgauge.trainer.TrainerSpec;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trainer of one process, on a thread of its own. */
final class TrainerRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerRuntime.class);

    private final TrainerService service;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    TrainerRuntime(TrainerSpec spec, RuntimeConfig runtime, TrainerMetrics metrics, TrainerProgress progress) {
        LOG.info("Kernel {} trains the network", Kernels.best().name());
        requireTrainable(spec);
        service =
                new TrainerService(spec, runtime.consumer(), runtime.producer(), metrics, progress, Clock.systemUTC());
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

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
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
