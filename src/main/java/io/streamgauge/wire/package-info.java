/**
 * Bytes: events and forecasts as JSON, files as CSV, a key's state, weights and windows as safetensors,
 * networks as ONNX.
 *
 * <p>Every format that is read back carries a version and is checked before it is believed. No clock, no network.
 */
@NullMarked
package io.streamgauge.wire;

import org.jspecify.annotations.NullMarked;
