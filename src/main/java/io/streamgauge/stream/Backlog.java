package io.streamgauge.stream;

/** What waits to be read of the source topic. */
@FunctionalInterface
public interface Backlog {

    /** Nothing is known of what waits. */
    Backlog UNKNOWN = (partition, next) -> false;

    /** The next record where nothing has been read: what is next is what the group has committed. */
    long COMMITTED = -1;

    /**
     * Whether nothing waits; false also where that cannot be told now.
     *
     * @param next offset of the first record that has not been processed, or {@link #COMMITTED}
     */
    boolean isEmpty(int partition, long next);
}
