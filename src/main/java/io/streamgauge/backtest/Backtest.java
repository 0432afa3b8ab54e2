package io.streamgauge.backtest;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.learn.KeyReadout;
import io.streamgauge.learn.LockstepRound;
import io.streamgauge.learn.OutcomeJoin;
import io.streamgauge.learn.OutcomeLabels;
import io.streamgauge.learn.OutcomeSettings;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WindowRecord;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A strictly prequential run: every event is forecast before it is seen, and learned from after.
 *
 * <p>An event takes the topology's path, from its bytes to the window that it completes. After every round of events the
 * trainer learns from the round's windows, and what it promotes serves the next round: as the topology and the trainer do
 * in lock-step with rounds of as many events. Nothing learned from a value later than a forecast's time reaches it.
 *
 * <p>Deterministic, but for events dated ahead of the clock. Not thread-safe.
 */
public final class Backtest {

    private final BacktestSpec spec;
    private final List<BacktestListener> listeners;
    private final LongSupplier clock;
    private final Map<String, KeyState> states = new TreeMap<>();
    private final SeriesForecaster.Workspace workspace;
    private final Forecast forecast;
    private final AnomalyResult anomaly = new AnomalyResult();
    private final LockstepRound round = new LockstepRound();
    private final LockstepTrainer trainer;
    private final @Nullable OutcomeJoin outcomes;
    private ModelSnapshot model;
    private int inRound;

    /**
     * @param clock epoch milliseconds, for events dated ahead of it
     * @param listeners told in this order
     */
    public Backtest(BacktestSpec spec, LongSupplier clock, List<BacktestListener> listeners) {
        this.spec = spec;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        workspace = new SeriesForecaster.Workspace(spec.monitor().spec());
        forecast = new Forecast(spec.monitor().spec());
        trainer = new LockstepTrainer(spec);
        OutcomeSettings labelled = spec.outcomes();
        outcomes = labelled == null ? null : new OutcomeJoin(labelled);
        model = spec.start();
    }

    /** Takes the next event. */
    public void take(SourceEvent event) {
        try {
            step(event);
        } catch (RejectedEventException refused) {
            listeners.forEach(listener -> listener.rejected(event, refused));
        }
        inRound++;
        if (inRound == spec.round()) {
            endRound();
        }
    }

    /**
     * Takes what somebody says of a key's outcome from now on.
     *
     * @throws IllegalArgumentException where the topology has none
     */
    public void label(String key, OutcomeLabels.Label label) {
        if (outcomes == null) {
            throw new IllegalArgumentException("key '" + key + "' is labelled, and the topology has no outcome");
        }
        outcomes.label(key, label, 0).forEach(joined -> keep(joined.sample()));
    }

    /** Ends the last round, which may have fewer events. */
    public void finish() {
        if (inRound > 0) {
            endRound();
        }
    }

    /** Whether the trainer has learned from any window. */
    public boolean hasTrained() {
        return trainer.hasTrained();
    }

    /** The weights as the trainer has them by now, whether they serve yet or not; the last round has ended. */
    public WeightsRecord trained() {
        return trainer.trained();
    }

    /** What is remembered of every key. */
    public Map<String, KeyState> states() {
        return Collections.unmodifiableMap(states);
    }

    private void step(SourceEvent event) throws RejectedEventException {
        String key = spec.keys().read(event.key().getBytes(StandardCharsets.UTF_8));
        Measurement measurement = spec.reader().read(spec.writer().write(event));
        spec.admission().refuseFuture(measurement, clock.getAsLong());
        KeyState state = states.get(key);
        if (state == null) {
            state = spec.monitor().fresh(key);
            states.put(key, state);
        }
        spec.admission().refuseOutOfOrder(measurement, state.series());
        if (spec.control() == Control.STATELESS) {
            state.series().hidden().clear();
        }
        long began = System.nanoTime();
        spec.monitor().step(state, measurement, model, spec.monitor().rules(key), workspace, forecast, anomaly);
        BacktestStep step = new BacktestStep(event, measurement, state, forecast, anomaly, System.nanoTime() - began);
        keepWindow(key, measurement, state);
        listeners.forEach(listener -> listener.stepped(step));
    }

    private void keepWindow(String key, Measurement measurement, KeyState state) {
        WindowRecord window = WindowRecord.of(key, measurement, state, forecast);
        if (window == null) {
            return;
        }
        TrainingSample sample = sample(window);
        if (outcomes == null) {
            keep(sample);
        } else {
            outcomes.window(sample, window.times(), 0).forEach(joined -> keep(joined.sample()));
        }
    }

    private void keep(TrainingSample sample) {
        if (spec.control() == Control.STATELESS) {
            SingleSteps.of(sample).forEach(round::add);
        } else {
            round.add(sample);
        }
    }

    private static TrainingSample sample(WindowRecord window) {
        @Nullable
        KeyReadout readout = window.readoutWeights().length == 0
                ? null
                : new KeyReadout(window.readoutWeights(), window.readoutCount(), window.readoutScale());
        return new TrainingSample(window.key(), window.fromTime(), window.untilTime(), window.window(), readout);
    }

    private void endRound() {
        inRound = 0;
        if (spec.frozen() || !spec.control().learnsAfter(model.generation())) {
            round.end();
            return;
        }
        trainer.learn(round.end()).ifPresent(weights -> {
            model = snapshot(weights);
            listeners.forEach(listener -> listener.promoted(weights.info()));
        });
    }

    private ModelSnapshot snapshot(WeightsRecord weights) {
        ModelSnapshot snapshot = weights.snapshot(weights.info().generation());
        return spec.control() == Control.WITHOUT_PRIORS
                ? new ModelSnapshot(snapshot.generation(), snapshot.version(), snapshot.network())
                : snapshot;
    }
}
