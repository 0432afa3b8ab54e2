package io.streamgauge.config;

/** What becomes of a record without a value, as it is named in a topology file. */
public enum Tombstones {
    REFUSE("refuse"),
    ERASE("erase");

    private final String text;

    Tombstones(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
