package io.streamgauge.stream;

/**
 * Where an event stood in the source topic.
 *
 * @param offset in the partition
 */
record Arrival(int partition, long offset) {}
