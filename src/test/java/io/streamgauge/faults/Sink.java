package io.streamgauge.faults;

import io.streamgauge.config.TopicNames;
import java.util.Locale;
import java.util.function.Function;

/** A topic that the topology writes. */
enum Sink {
    FORECASTS(TopicNames::forecasts, true),
    ANOMALIES(TopicNames::anomalies, true),
    EPISODES(TopicNames::episodes, true),
    WINDOWS(TopicNames::windows, false),
    DEAD_LETTERS(TopicNames::deadLetters, true);

    private final Function<TopicNames, String> topic;
    private final boolean coPartitioned;

    Sink(Function<TopicNames, String> topic, boolean coPartitioned) {
        this.topic = topic;
        this.coPartitioned = coPartitioned;
    }

    String topic(TopicNames names) {
        return topic.apply(names);
    }

    /** Whether an output belongs into the partition with its source's number. */
    boolean isCoPartitioned() {
        return coPartitioned;
    }

    /** The sink's name in the topology. */
    String node() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Sink ofNode(String node) {
        return valueOf(node.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
