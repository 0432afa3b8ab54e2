package io.streamgauge.anomaly;

import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.CategoryForecaster;
import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.CategoryState;
import io.streamgauge.forecast.KeySample;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.signal.StateFields;

/**
 * One key, one category: forecast and score. What a {@link SeriesMonitor} is to numbers; the topology and every replay
 * call this same method.
 */
public final class CategoryMonitor {

    private final CategoryForecaster forecaster;
    private final AnomalySettings settings;
    private final KeySample sample;

    /** @param sample the keys of which windows are cut */
    public CategoryMonitor(CategorySpec spec, AnomalySettings settings, KeySample sample) {
        forecaster = new CategoryForecaster(spec);
        this.settings = settings;
        this.sample = sample;
    }

    /**
     * Everything that is remembered of one key between two events.
     *
     * @param series what the forecaster remembers
     * @param surprise what the score is made with
     * @param episode what is open of it
     */
    public record KeyCategories(CategoryState series, CategorySurprise surprise, CategoryEpisode episode) {

        /**
         * Passes every field but the unknown categories through {@code fields}.
         *
         * @param complete whether the episode's and the last class are among them: the first states had neither
         */
        public void fields(StateFields fields, boolean complete) {
            lasting(fields, complete);
            series.fields(fields, complete);
            fields.part(StatePart.ANOMALY);
            surprise.fields(fields);
        }

        /**
         * Passes the first of them, which hold under every {@link CategorySpec}: the episode, and when and by what the last
         * step was made.
         *
         * @param withEpisode whether the episode's are among them
         */
        public void lasting(StateFields fields, boolean withEpisode) {
            if (withEpisode) {
                fields.part(StatePart.ANOMALY);
                episode.fields(fields);
            }
            series.lasting(fields);
        }
    }

    public CategorySpec spec() {
        return forecaster.spec();
    }

    /** The state of a key that has not been seen. */
    public KeyCategories fresh(String key) {
        return new KeyCategories(
                new CategoryState(spec(), sample.takes(key)), new CategorySurprise(), new CategoryEpisode());
    }

    /** A key's stored state, with or without what windows are cut from as the sample has it now. */
    public KeyCategories sampled(String key, KeyCategories stored) {
        stored.series().sample(spec(), sample.takes(key));
        return stored;
    }

    /** Events of a key before its score is to be relied on. */
    public int warmUp() {
        return settings.warmUp();
    }

    /** Whether a key has seen enough for its score to be relied on. */
    public boolean isWarm(KeyCategories state) {
        return state.series().count() - 1 >= settings.warmUp();
    }

    /** The same for an event that may open an episode. */
    public void step(
            KeyCategories state,
            long time,
            String category,
            ModelSnapshot model,
            CategoryForecaster.Workspace workspace,
            CategoryForecast forecast,
            CategoryScore score) {
        step(state, time, category, true, model, workspace, forecast, score);
    }

    /**
     * Takes in one event, scores it and issues the next one's distribution.
     *
     * @param state the key so far; changed
     * @param time of the event, not before the last one's, in epoch milliseconds
     * @param alerting whether an episode may open
     * @param model weights and vocabulary to use
     * @param workspace overwritten
     * @param forecast overwritten
     * @param score overwritten
     */
    public void step(
            KeyCategories state,
            long time,
            String category,
            boolean alerting,
            ModelSnapshot model,
            CategoryForecaster.Workspace workspace,
            CategoryForecast forecast,
            CategoryScore score) {
        double allowed = settings.allowedPerValue(state.series().interval());
        forecaster.step(state.series(), time, category, model, workspace, forecast);
        state.surprise().score(forecast.usual, time, allowed, score);
        String against = !isWarm(state) ? AnomalyResult.WARM_UP : alerting ? null : AnomalyResult.BACKFILL;
        state.episode().judge(time, against, score);
    }
}
