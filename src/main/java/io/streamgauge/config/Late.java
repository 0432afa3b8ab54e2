package io.streamgauge.config;

/** What becomes of an event not later than the last one of its key, as it is named in a topology file. */
public enum Late {
    DROP("drop"),
    SCORE_ONLY("score-only"),
    REORDER("reorder");

    private final String text;

    Late(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
