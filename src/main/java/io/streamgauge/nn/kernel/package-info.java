/**
 * Inner loops of the recurrent network: matrix-vector chains and activations.
 *
 * <p>Every implementation gives the same bits. Nothing here knows of layers, cells or parameters.
 */
@NullMarked
package io.streamgauge.nn.kernel;

import org.jspecify.annotations.NullMarked;
