package io.streamgauge.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of a topology file that say how raw events become a series. */
final class BucketKeys {

    static final Setting<Optional<Duration>> EVERY = Setting.of(
            "every",
            Kind.optionalDuration(),
            Kind.NONE,
            "Length of the buckets of event time whose events become one value each, counted from 1970-01-01T00:00Z; none"
                    + " where every event is a value of its own. A value's time is its bucket's beginning.");
    static final Setting<List<As>> AS = Setting.of(
            "as",
            Kind.choices(As.values(), As::text),
            As.COUNT.text(),
            "How a bucket's events become one value: one for all targets or one per target. count and rate (per second)"
                    + " count events, whatever they hold; sum, mean, min, max and p95 take numbers, distinct counts"
                    + " different texts or numbers. A bucket without events is 0 for count, rate, sum and distinct, and"
                    + " missing for the others.");
    static final Setting<List<String>> FIELDS = Setting.of(
            "fields",
            Kind.repeatedPointers(32),
            Kind.NONE,
            "JSON pointers of what is aggregated, one per target, where targets only names the values: two of them may be"
                    + " of one field. None where targets are the pointers.");
    static final Setting<Duration> GRACE = Setting.of(
            "grace",
            Kind.duration(Duration.ZERO),
            "10s",
            "How long after its end, by the event time of its partition, a bucket waits for late events; what comes after"
                    + " goes to the dead letters as late. At most 60 times every.");
    static final Setting<Duration> FILL = Setting.of(
            "fill",
            Kind.duration(Duration.ZERO),
            "1d",
            "Event time after a key's last event for which empty buckets are still given; after that the key is silent.");

    static final Setting<List<String>> KEY = Setting.of(
            "key",
            Kind.optionalPointers(8),
            Kind.NONE,
            "JSON pointers of the series key where it stands in the event: the texts, numbers or flags there, joined by |."
                    + " None where the record's key is the series key. Events go by way of the topic NAME.keyed then.");
    static final Setting<Boolean> TOTAL = Setting.of(
            "total",
            Kind.flag(),
            "false",
            "Adds a series of all events together, whose key is " + TopologyConfig.Keys.TOTAL + "; needs every.");

    private BucketKeys() {}
}
