/** Deeplearning4j as a contestant of {@code bench}, apart from the others: in one process with libtorch it crashes. */
@NullMarked
package io.streamgauge.peers.dl4j;

import org.jspecify.annotations.NullMarked;
