package io.streamgauge.backtest;

import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;

/** Sums over the one-step forecasts of a run. */
public final class StepErrors implements BacktestListener {

    private final double[] byExpert = new double[Expert.ALL.size()];
    private long steps;
    private long scored;
    private long inside;
    private long nanos;
    private double squared;
    private double absolute;

    @Override
    public void stepped(BacktestStep step) {
        steps++;
        nanos += step.nanos();
        Forecast forecast = step.forecast();
        if (!forecast.hasPrevious) {
            return;
        }
        double value = step.measurement().value();
        scored++;
        squared += forecast.residual * forecast.residual;
        absolute += Math.abs(forecast.residual);
        inside += value >= forecast.previousLower && value <= forecast.previousUpper ? 1 : 0;
        for (Expert expert : Expert.ALL) {
            byExpert[expert.ordinal()] += Math.abs(value - forecast.previousByExpert[expert.ordinal()]);
        }
    }

    public long steps() {
        return steps;
    }

    public double mse() {
        return squared / scored;
    }

    public double mae() {
        return absolute / scored;
    }

    public double mae(Expert expert) {
        return byExpert[expert.ordinal()] / scored;
    }

    public double coverage() {
        return (double) inside / scored;
    }

    public double microsPerStep() {
        return nanos / 1e3 / steps;
    }
}
