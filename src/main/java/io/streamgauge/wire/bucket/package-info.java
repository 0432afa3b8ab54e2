/**
 * From raw events to a series: buckets of event time, what they add up to, and their bytes.
 *
 * <p>Knows no Kafka: the topology and the backtest keep the same buckets, each in a shelf of its own.
 */
@NullMarked
package io.streamgauge.wire.bucket;

import org.jspecify.annotations.NullMarked;
