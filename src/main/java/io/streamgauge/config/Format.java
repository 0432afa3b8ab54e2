package io.streamgauge.config;

/** How events are written, as it is named in a topology file. */
public enum Format {
    JSON("json"),
    CSV("csv"),
    AVRO("avro"),
    PROTOBUF("protobuf");

    private final String text;

    Format(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Whether it needs a schema registry. */
    public boolean isFramed() {
        return this == AVRO || this == PROTOBUF;
    }
}
