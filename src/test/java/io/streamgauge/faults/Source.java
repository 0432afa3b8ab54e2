package io.streamgauge.faults;

/** A place on the source topic: what every output says it came from. */
record Source(int partition, long offset) {}
