/**
 * The measuring of {@code bench}: cases, interleaved rounds, our own contestants, table and {@code RESULT} lines.
 *
 * <p>Knows the other libraries by {@link io.streamgauge.app.bench.Peer} alone; their classes are never on the product's
 * class path.
 */
@NullMarked
package io.streamgauge.app.bench;

import org.jspecify.annotations.NullMarked;
