package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.SourceEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of the demo: everything but the broker, started, fed, awaited and measured. */
final class DemoRun implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration END_PATIENCE = Duration.ofMinutes(5);
    /** Every value of a key is kept for the summary up to so many events; beyond there is none. */
    private static final long MOST_KEPT = 500_000;

    private final TopologyConfig topology;
    private final RuntimeConfig runtime;
    private final DemoSource source;
    private final int lockstep;
    private final ForecasterRuntime forecaster;
    private final TrainerRuntime trainer;
    private final LivePage page;
    private final EventPublisher publisher;
    private final TopicTail tail;
    private final ForecastLog log;
    private final @Nullable LockstepRounds rounds;
    private final LearningBrake brake;
    private final StatusLine status;

    private final AtomicLong learned = new AtomicLong();
    private final AtomicReference<@Nullable ModelInfo> lastModel = new AtomicReference<>();
    private final Map<Long, ModelSnapshot> snapshots = new ConcurrentHashMap<>();
    private long began;
    private double seconds;

    /**
     * @param settings in effect, without secrets
     */
    DemoRun(
            TopologyConfig topology,
            RuntimeConfig runtime,
            Map<String, Map<String, String>> settings,
            DemoSource source,
            int lockstep) {
        this.topology = topology;
        this.runtime = runtime;
        this.source = source;
        this.lockstep = lockstep;
        try (TopicAdmin admin = new TopicAdmin(runtime.admin())) {
            admin.createMissing(StreamTopics.of(topology));
        }
        Meters meters = new Meters(topology);
        ForecastMetrics counted = meters.forecast(runtime.watched());
        LivePage.Content content = new LivePage.Content(runtime.http(), settings);
        ForecasterSlot slot = new ForecasterSlot();
        page = new LivePage(topology, runtime, content, meters, slot);
        AtomicReference<@Nullable ForecasterRuntime> self = new AtomicReference<>();
        forecaster = new ForecasterRuntime(topology, runtime, page.address(), 0, counted, info -> {
            content.model(info);
            ForecasterRuntime running = self.get();
            if (running != null && source.isBounded()) {
                snapshots.put(info.generation(), running.models().current());
            }
        });
        self.set(forecaster);
        slot.fill(forecaster);
        meters.streams(forecaster.figures());
        snapshots.put(0L, Wiring.generationZero(topology));
        trainer = new TrainerRuntime(
                Wiring.trainer(topology, Duration.ZERO, lockstep > 0), runtime, meters.trainer(), new Progressed());
        publisher = new EventPublisher(topology, runtime);
        log = new ForecastLog(source.isBounded() && source.size() <= MOST_KEPT, source.size());
        brake = new LearningBrake(
                counted::windowsEmitted, learned::get, topology.trainer().block());
        tail = TopicTail.ofForecasts(runtime, topology.topicNames(), Long.MAX_VALUE >> 1, log::add);
        rounds = lockstep > 0 ? new LockstepRounds(topology, runtime, forecaster.models()) : null;
        status = new StatusLine(source);
    }

    private final class Progressed implements TrainerProgress {
        @Override
        public void learned(long windows) {
            learned.set(windows);
        }

        @Override
        public void published(ModelInfo info) {
            lastModel.set(info);
        }
    }

    /** Returns once events can be taken in. */
    void start(Shutdown shutdown) {
        forecaster.start();
        trainer.start();
        page.start();
        tail.start();
        forecaster.awaitRunning(START_PATIENCE, shutdown::requireNotRequested);
    }

    /** The address of the live page. */
    String url() {
        return page.url();
    }

    /** Publishes the source's events; tells whether it came to their end. */
    boolean publish(Pacer pacer, Shutdown shutdown) {
        began = System.nanoTime();
        while (source.hasNext()) {
            SourceEvent event = source.next();
            if (shutdown.await(pacer.millisUntilDue(event))) {
                status.end();
                return false;
            }
            publisher.send(event);
            if (source.taken() % (lockstep > 0 ? lockstep : LearningBrake.CHECK_EVERY) == 0) {
                requireRunning();
                if (endRound(shutdown)) {
                    status.end();
                    return false;
                }
            }
            status.show(log.count(), lastModel.get());
        }
        return !endRound(shutdown);
    }

    /** Lets the trainer come up; tells whether the end was asked for meanwhile. */
    private boolean endRound(Shutdown shutdown) {
        if (rounds != null) {
            publisher.flush();
            rounds.end();
            return shutdown.isRequested();
        }
        return source.isBounded() && brake.await(shutdown);
    }

    private void requireRunning() {
        forecaster.requireHealthy();
        trainer.requireAlive();
    }

    /** Waits until every event has been answered and every full block of windows learned from. */
    void finish() {
        publisher.flush();
        TopicNames topics = topology.topicNames();
        try (LockstepRounds end = new LockstepRounds(topology, runtime, forecaster.models())) {
            end.awaitCommit();
        }
        seconds = (System.nanoTime() - began) / 1e9;
        long forecasts = TopicCount.committed(runtime, topics.forecasts());
        await("the page's reader to see all " + forecasts + " forecasts", () -> log.count() >= forecasts);
        if (rounds == null) {
            long windows = TopicCount.committed(runtime, topics.windows());
            long block = topology.trainer().block();
            await("the trainer to learn from " + windows + " windows", () -> learned.get() >= windows / block * block);
        }
        status.end();
    }

    private interface Condition {
        boolean holds();
    }

    private void await(String what, Condition condition) {
        long end = System.nanoTime() + END_PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new UserError("waited " + END_PATIENCE.toMinutes() + " minutes in vain for " + what);
            }
            status.show(log.count(), lastModel.get());
            requireRunning();
            Pause.millis(20);
        }
    }

    /** The summary, a line each; writes the forecasts to {@code file} if there is one. */
    List<String> report(@Nullable Path file) {
        TopicNames topics = topology.topicNames();
        if (file != null) {
            log.write(file);
        }
        return new DemoReport(topology, log, snapshots, lastModel.get(), source)
                .lines(
                        TopicCount.committed(runtime, topics.forecasts()),
                        TopicCount.committed(runtime, topics.deadLetters()),
                        seconds);
    }

    @Override
    public void close() {
        if (rounds != null) {
            rounds.close();
        }
        publisher.close();
        tail.close();
        page.close();
        trainer.close();
        forecaster.close();
    }
}
