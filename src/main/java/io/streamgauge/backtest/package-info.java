/**
 * The same core as the topology's run over files, with the trainer in lock-step: what it measures, and its report.
 *
 * <p>No Kafka and no clock but for what a step costs. What decides how an event is read, checked, forecast and learned
 * from lives in the rooms below, where the topology and the trainer use it too.
 */
@NullMarked
package io.streamgauge.backtest;

import org.jspecify.annotations.NullMarked;
