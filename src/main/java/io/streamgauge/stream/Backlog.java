package io.streamgauge.stream;

/** What waits to be read of the source topic. */
@FunctionalInterface
public interface Backlog {

    /** Nothing is known of what waits. */
    Backlog UNKNOWN = (partition, next) -> false;

    /**
     * Whether nothing waits; false also where that cannot be told now.
     *
     * @param next offset of the first record that has not been processed
     */
    boolean isEmpty(int partition, long next);
}
