/**
 * The proof of exactly once: faults against processes in traffic, and an oracle that replays the committed input and
 * compares every output, state and offset with it.
 *
 * <p>A {@link io.streamgauge.faults.Trial} is one stream on one broker with its traffic and its forecasters; what is done
 * to them stands in {@link io.streamgauge.faults.Scenarios}; what came of it is read by
 * {@link io.streamgauge.faults.CommittedLog} and judged by {@link io.streamgauge.faults.Verifier}.
 */
@NullMarked
package io.streamgauge.faults;

import org.jspecify.annotations.NullMarked;
