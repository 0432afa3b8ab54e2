/**
 * How surprising a value was: calibrated scores, and the policy that turns scores into episodes.
 *
 * <p>Deterministic like the forecast it judges. No Kafka, no clock, no sinks; imports {@code nn}, {@code signal} and
 * {@code forecast} only.
 */
@NullMarked
package io.streamgauge.anomaly;

import org.jspecify.annotations.NullMarked;
