/**
 * Recurrent network mathematics on float arrays: cells, layers, parameters, hidden state.
 *
 * <p>Knows nothing of time series, Kafka or learning rules, and imports no other room.
 */
@NullMarked
package io.streamgauge.nn;

import org.jspecify.annotations.NullMarked;
