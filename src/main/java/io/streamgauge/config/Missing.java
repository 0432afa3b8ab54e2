package io.streamgauge.config;

/** What stands in for a missing value, as it is named in a topology file. */
public enum Missing {
    SKIP("skip"),
    PREVIOUS("previous"),
    MODEL("model");

    private final String text;

    Missing(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
