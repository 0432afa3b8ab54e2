package io.streamgauge.config;

/** To which side of what was expected a value must lie to be worth an alert. */
public enum AlertSide {
    ABOVE("above"),
    BELOW("below"),
    BOTH("both");

    private final String text;

    AlertSide(String text) {
        this.text = text;
    }

    /** Name in a topology file. */
    public String text() {
        return text;
    }
}
