package io.streamgauge.stream;

import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;

/** The topology's processor, for replays that need no topology around it. */
public final class ForecastProcessors {

    private ForecastProcessors() {}

    /** Both processors of a stream of raw events, in their order: the first one's outputs for the other have its name. */
    public static List<Processor<byte[], byte[], byte[], byte[]>> ofRaw(ForecastServices services) {
        TaskSilences silences = new TaskSilences();
        return List.of(new BucketProcessor(services, silences), new ForecastProcessor(services, silences));
    }

    /** The name of the processor of what buckets come to. */
    public static String next() {
        return ForecastTopology.FORECAST;
    }

    public static Processor<byte[], byte[], byte[], byte[]> of(ForecastServices services) {
        return services.categories() != null
                ? new CategoryProcessor(services)
                : new ForecastProcessor(services, new TaskSilences());
    }
}
