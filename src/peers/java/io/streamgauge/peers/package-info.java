/**
 * Other libraries as contestants of {@code bench} and as oracles of tests; compiled in the Maven profile {@code peers}
 * and by {@code bench} only, never part of the product.
 */
@NullMarked
package io.streamgauge.peers;

import org.jspecify.annotations.NullMarked;
