package io.streamgauge.backtest;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryMonitor.KeyCategories;
import io.streamgauge.anomaly.CategoryScore;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.CategoryForecaster;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.learn.LockstepRound;
import io.streamgauge.learn.OnlineTrainer;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Window;
import java.util.Map;
import java.util.TreeMap;

/**
 * A strictly prequential run over categories, as {@link Backtest} is over numbers: every event is forecast before it is
 * seen, and learned from after.
 *
 * <p>After every round of events the trainer learns from the round's windows; what it promotes serves the next round, with
 * the vocabulary that the windows have made by then; a champion that degrades gives way to the version before it.
 */
public final class CategoryBacktest {

    private final CategoryMonitor monitor;
    private final int round;
    private final OnlineTrainer trainer;
    private final CategoryVersions versions;
    private final Map<String, KeyCategories> states = new TreeMap<>();
    private final CategoryForecaster.Workspace workspace;
    private final CategoryForecast forecast;
    private final CategoryScore score = new CategoryScore();
    private final LockstepRound windows = new LockstepRound();
    private int inRound;

    /**
     * @param training how the trainer learns
     * @param seed of the network's first weights
     * @param round events from one generation to the next
     */
    public CategoryBacktest(CategoryMonitor monitor, TrainingSettings training, long seed, int round) {
        if (round < 1) {
            throw new IllegalArgumentException("round has " + round + " events, expected at least 1");
        }
        this.monitor = monitor;
        this.round = round;
        Parameters initial = monitor.spec().untrained(seed);
        trainer = new OnlineTrainer(monitor.spec().network(), training, initial);
        versions = new CategoryVersions(monitor.spec().network(), initial);
        workspace = new CategoryForecaster.Workspace(monitor.spec());
        forecast = new CategoryForecast(monitor.spec());
    }

    /**
     * Takes the next event.
     *
     * @param time not before the key's last one
     */
    public void take(String key, long time, String category) {
        KeyCategories state = state(key);
        monitor.step(state, time, category, versions.champion(), workspace, forecast, score);
        Window window = forecast.window;
        if (window != null) {
            windows.add(new TrainingSample(key, forecast.windowFrom, time, window, null, forecast.unknown));
        }
        inRound++;
        if (inRound == round) {
            endRound();
        }
    }

    private void endRound() {
        inRound = 0;
        windows.end().forEach(trainer::add);
        if (trainer.isBlockEmpty()) {
            return;
        }
        versions.settle(trainer.finishBlock(true));
    }

    /** What is remembered of a key. */
    public KeyCategories state(String key) {
        return states.computeIfAbsent(key, monitor::fresh);
    }

    /** Keys of which anything is remembered. */
    public int keys() {
        return states.size();
    }

    /** What the last event brought; overwritten by the next one. */
    public CategoryForecast forecast() {
        return forecast;
    }

    /** How surprising the last event was; overwritten by the next one. */
    public CategoryScore score() {
        return score;
    }

    /** Weights and vocabulary that serve the next event. */
    public ModelSnapshot model() {
        return versions.champion();
    }
}
