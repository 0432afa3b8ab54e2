/**
 * The Kafka Streams shell around the core: topology, processors, stores, the weights that arrive while it runs.
 *
 * <p>Adds transport and nothing else: no arithmetic lives here, and learning ({@code learn}) is never imported.
 */
@NullMarked
package io.streamgauge.stream;

import org.jspecify.annotations.NullMarked;
