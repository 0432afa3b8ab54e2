package io.streamgauge.app.bench;

/** One library in one role of one case. */
public interface Contestant extends AutoCloseable {

    /** A difference to the others that the reader has to know, or nothing. */
    default String remark() {
        return "";
    }

    @Override
    default void close() {}
}
