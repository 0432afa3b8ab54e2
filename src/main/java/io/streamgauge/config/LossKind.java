package io.streamgauge.config;

/** What the network learns by, as it is named in a topology file. */
public enum LossKind {
    HUBER("huber"),
    QUANTILES("quantiles"),
    GAUSSIAN_NLL("gaussian-nll");

    private final String text;

    LossKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
