package io.streamgauge.config;

/** How the trainer's learning rate changes, as it is named in a topology file. */
public enum RateSchedule {
    CONSTANT("constant"),
    WARM_UP("warm-up"),
    COSINE("cosine"),
    PLATEAU("plateau");

    private final String text;

    RateSchedule(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
