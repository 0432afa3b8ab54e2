package io.streamgauge.trainer;

import io.streamgauge.metrics.TrainerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sidecar trainer: runs sessions until it is stopped, a new one after every failure of the brokers, and ends for good
 * if another trainer takes over.
 */
public final class TrainerService implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration PRODUCER_PATIENCE = Duration.ofSeconds(5);
    /**
     * The largest network that can be trained, in parameters: a checkpoint holds seven floats for each (five sets of
     * weights and both moments), and three quarters of the largest request are for them, the rest for the series' keys.
     */
    public static final int MOST_PARAMETERS = KafkaTrainerClients.LARGEST_REQUEST / 4 * 3 / (7 * Float.BYTES);

    /** What another attempt would meet again. */
    private static final List<Class<? extends Throwable>> LASTING = List.of(
            AuthorizationException.class,
            AuthenticationException.class,
            RecordTooLargeException.class,
            UnsupportedVersionException.class);

    private final TrainerSpec spec;
    private final TrainerClients clients;
    private final TrainerMetrics metrics;
    private final TrainerProgress progress;
    private final Clock clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;

    public TrainerService(
            TrainerSpec spec, TrainerClients clients, TrainerMetrics metrics, TrainerProgress progress, Clock clock) {
        this.spec = spec;
        this.clients = clients;
        this.metrics = metrics;
        this.progress = progress;
        this.clock = clock;
    }

    /** Trains until {@link #close}. */
    @Override
    public void run() {
        try {
            while (isRunning()) {
                runSession();
            }
        } finally {
            stopped.countDown();
        }
    }

    private void runSession() {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            reading = consumer;
            runSession(consumer, clients.producer());
        } catch (WakeupException e) {
            LOG.debug("Stopped while reading");
        } catch (KafkaException e) {
            if (LASTING.stream().anyMatch(kind -> isOrFollows(e, kind))) {
                throw e;
            }
            if (isRunning()) {
                LOG.warn("Training starts again from the last checkpoint: {}", e.getMessage());
                pause();
            }
        } finally {
            reading = null;
        }
    }

    private void runSession(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
        try {
            new TrainerSession(spec, consumer, producer, metrics, progress, clock).run(this::isRunning);
        } catch (KafkaException e) {
            if (isFenced(producer, e)) {
                throw new TrainerFencedException(spec.topics().name(), e);
            }
            throw e;
        } finally {
            // Aborts what is open; if the brokers cannot be reached, they do so themselves when the next session
            // begins.
            producer.close(PRODUCER_PATIENCE);
        }
    }

    /**
     * Whether another trainer has taken over. An outdated epoch alone may also mean that a transaction took too long:
     * then aborting it succeeds, which is refused to a producer that has a successor.
     */
    private static boolean isFenced(Producer<byte[], byte[]> producer, KafkaException failure) {
        if (isOrFollows(failure, ProducerFencedException.class)) {
            return true;
        }
        if (!isOrFollows(failure, InvalidProducerEpochException.class)) {
            return false;
        }
        try {
            producer.abortTransaction();
            return false;
        } catch (KafkaException | IllegalStateException refused) {
            return isOrFollows(refused, ProducerFencedException.class)
                    || isOrFollows(refused, InvalidProducerEpochException.class);
        }
    }

    private static boolean isOrFollows(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    private void pause() {
        try {
            if (stopping.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Stopped while waiting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    /** Stops after the transaction in progress and waits for it. */
    @Override
    public void close() {
        stopping.countDown();
        Consumer<byte[], byte[]> waiting = reading;
        if (waiting != null) {
            waiting.wakeup();
        }
        try {
            if (!stopped.await(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Trainer did not stop within {} s", CLOSE_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
