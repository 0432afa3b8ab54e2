package io.streamgauge.config;

/** What an event means of which nobody has said whether the outcome followed, as it is named in a topology file. */
public enum Unlabelled {
    NO("no"),
    UNKNOWN("unknown");

    private final String text;

    Unlabelled(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
