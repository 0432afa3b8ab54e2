package io.streamgauge.config;

/** Where the keys' states are held, as it is named in a runtime file; their changelog is on the broker with either. */
public enum StoreKind {
    ROCKSDB("rocksdb"),
    MEMORY("memory");

    private final String text;

    StoreKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
