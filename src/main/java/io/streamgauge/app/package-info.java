/**
 * The command line and the wiring: the only {@code main}, the only {@code KafkaStreams}, the embedded broker.
 *
 * <p>May import every room and is imported by none. Everything a user can get wrong ends here as one line.
 */
@NullMarked
package io.streamgauge.app;

import org.jspecify.annotations.NullMarked;
