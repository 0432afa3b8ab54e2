package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;

/**
 * An event of the generator.
 *
 * @param late whether it arrives minutes after its time
 * @param duplicate whether the same event has arrived before
 */
record GeneratedEvent(SourceEvent event, boolean late, boolean duplicate) {}
