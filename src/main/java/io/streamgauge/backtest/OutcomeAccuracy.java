package io.streamgauge.backtest;

import io.streamgauge.learn.OutcomeLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good the probabilities of a labelled outcome have been, judged when all is known. What was forecast less than the
 * outcome's time before a key's last event is left out, and what nobody knows.
 */
public final class OutcomeAccuracy implements BacktestListener {
    private record Forecast(long time, double probability) {}

    private final long within;
    private final boolean silenceIsNo;
    private final Map<String, List<OutcomeLabels.Label>> labels = new LinkedHashMap<>();
    private final Map<String, List<Forecast>> forecasts = new LinkedHashMap<>();
    private final Map<String, Long> last = new LinkedHashMap<>();

    /**
     * @param within milliseconds in which the outcome begins
     * @param silenceIsNo whether an event of which nobody has said anything had none
     */
    public OutcomeAccuracy(long within, boolean silenceIsNo) {
        this.within = within;
        this.silenceIsNo = silenceIsNo;
    }

    /** Takes what is said of a key. */
    public void label(String key, OutcomeLabels.Label label) {
        labels.computeIfAbsent(key, name -> new ArrayList<>()).add(label);
    }

    @Override
    public void stepped(BacktestStep step) {
        String key = step.event().key();
        long time = step.measurement().time();
        last.put(key, time);
        double probability = step.forecast().outcome;
        if (!Double.isNaN(probability)) {
            forecasts.computeIfAbsent(key, name -> new ArrayList<>()).add(new Forecast(time, probability));
        }
    }

    /** Every forecast of which the outcome is known. */
    public Reliability reliability() {
        Reliability all = new Reliability();
        forecasts.forEach((key, ofKey) -> {
            OutcomeLabels said = new OutcomeLabels(labels.getOrDefault(key, List.of()), within);
            long until = last.getOrDefault(key, Long.MIN_VALUE) - within;
            for (Forecast forecast : ofKey) {
                if (forecast.time() <= until && said.isKnown(forecast.time(), silenceIsNo)) {
                    all.add(forecast.probability(), said.isYes(forecast.time()));
                }
            }
        });
        return all;
    }
}
