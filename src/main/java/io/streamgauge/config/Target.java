package io.streamgauge.config;

/** What the network learns to forecast, as it is named in a topology file. */
public enum Target {
    CHANGE("change"),
    RESIDUAL("residual");

    private final String text;

    Target(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
