package io.streamgauge.stream;

import org.apache.kafka.streams.processor.api.Processor;

/** The topology's processor, for replays that need no topology around it. */
public final class ForecastProcessors {

    private ForecastProcessors() {}

    public static Processor<byte[], byte[], byte[], byte[]> of(ForecastServices services) {
        return new ForecastProcessor(services, new TaskSilences());
    }
}
