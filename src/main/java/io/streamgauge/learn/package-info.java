/**
 * Learning the shared weights: losses, truncated backpropagation through time, clipping, optimizers, schedules,
 * gradient diagnostics, and the online trainer around them.
 *
 * <p>Windows in, candidate weights out; knows of {@code nn}, of log templates in {@code signal}, and of no other room, no Kafka and no clock.
 */
@NullMarked
package io.streamgauge.learn;

import org.jspecify.annotations.NullMarked;
