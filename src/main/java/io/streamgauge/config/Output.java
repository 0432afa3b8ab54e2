package io.streamgauge.config;

/** What of a step is written to the forecasts topic, as it is named in a topology file. */
public enum Output {
    /** Every forecast with all that is known of it. */
    FULL("full"),
    /** Every forecast with what a consumer needs. */
    COMPACT("compact"),
    /** Forecasts of anomalous values alone, with all that is known of them. */
    ANOMALIES("anomalies");

    private final String text;

    Output(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
