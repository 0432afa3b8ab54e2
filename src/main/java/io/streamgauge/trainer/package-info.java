/**
 * The sidecar around the online trainer: consume windows, train, gate, publish and checkpoint in one transaction.
 *
 * <p>The only writer of the weights topic. What it learns with lives in {@code learn}, free of Kafka.
 */
@NullMarked
package io.streamgauge.trainer;

import org.jspecify.annotations.NullMarked;
