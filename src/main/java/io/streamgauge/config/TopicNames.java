package io.streamgauge.config;

import java.util.List;

/** The names of a topology's topics and groups: all begin with the topology's name, so that one prefix rule covers them. */
public record TopicNames(String name) {
    public String forecasts() {
        return name + ".forecasts";
    }

    public String anomalies() {
        return name + ".anomalies";
    }

    public String episodes() {
        return name + ".episodes";
    }

    public String windows() {
        return name + ".windows";
    }

    /** Events under the key that stands in them. */
    public String keyed() {
        return name + ".keyed";
    }

    public String weights() {
        return name + ".weights";
    }

    public String labels() {
        return name + ".labels";
    }

    public String trainer() {
        return name + ".trainer";
    }

    public String requests() {
        return name + ".requests";
    }

    public String deadLetters() {
        return name + ".dead-letters";
    }

    /** The forecaster's application id, which is also its consumer group and the prefix of its internal topics. */
    public String applicationId() {
        return name + "-forecaster";
    }

    /** The trainer's consumer group. */
    public String trainerGroup() {
        return name + "-trainer";
    }

    /** Every topic that is written here. */
    public List<String> all() {
        return List.of(
                forecasts(),
                keyed(),
                anomalies(),
                episodes(),
                windows(),
                weights(),
                labels(),
                trainer(),
                requests(),
                deadLetters());
    }
}
