/**
 * Inner loops of the recurrent network: matrix products, activations, and the gates of cells, forward and back.
 *
 * <p>Every implementation gives the same bits. Nothing here knows of layers, cells or parameters.
 */
@NullMarked
package io.streamgauge.nn.kernel;

import org.jspecify.annotations.NullMarked;
