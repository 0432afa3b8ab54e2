/**
 * From a raw measurement to the network's input and back: running scale, seasonal profile, calendar, gaps.
 *
 * <p>Deterministic: event time only, no clock, no Kafka, and no mathematics that differs between platforms. Imports no
 * other room.
 */
@NullMarked
package io.streamgauge.signal;

import org.jspecify.annotations.NullMarked;
