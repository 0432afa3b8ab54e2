/**
 * One key, one step: the experts, their mixing, the interval, and the state that a key carries from event to event.
 *
 * <p>Deterministic: the same state, measurement and weights give the same bytes. No Kafka, no clock, no metrics; imports
 * {@code nn} and {@code signal} only.
 */
@NullMarked
package io.streamgauge.forecast;

import org.jspecify.annotations.NullMarked;
