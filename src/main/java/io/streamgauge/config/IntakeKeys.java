package io.streamgauge.config;

import java.time.Duration;
import java.util.Optional;

/** The keys of a topology file that say what may enter a key's state and how long it stays. */
final class IntakeKeys {

    static final Setting<Late> LATE = Setting.of(
            "late",
            Kind.choice(Late.values(), Late::text),
            Late.DROP.text(),
            "What becomes of an event not later than its key's last one: drop, to the dead letters; score-only, the same"
                    + " with its anomaly score in a header; reorder, events wait for earlier ones.");
    static final Setting<Duration> LATE_WAIT = Setting.of(
            "late-wait",
            Kind.duration(Duration.ofMillis(1)),
            "5m",
            "Where late is reorder: an event is taken in once its key has one that is newer by this much.");
    static final Setting<Integer> LATE_BUFFER = Setting.of(
            "late-buffer",
            Kind.integer(1, 256),
            "32",
            "Where late is reorder: events of a key that wait at most; one more lets the earliest go.");
    static final Setting<Optional<String>> DUPLICATE_ID = Setting.of(
            "duplicate-id",
            Kind.optionalPointer(),
            Kind.NONE,
            "JSON pointer of an event's id: an id that its key has had lately is a duplicate. Without one, the last time"
                    + " and value again are.");
    static final Setting<Integer> DUPLICATE_IDS =
            Setting.of("duplicate-ids", Kind.integer(1, 256), "16", "Latest ids of a key that are remembered.");
    static final Setting<Tombstones> TOMBSTONES = Setting.of(
            "tombstones",
            Kind.choice(Tombstones.values(), Tombstones::text),
            Tombstones.REFUSE.text(),
            "What becomes of a record without a value: refuse, to the dead letters; erase, its key's state is deleted.");
    static final Setting<Integer> MAX_KEYS = Setting.of(
            "max-keys",
            Kind.integer(1, 100_000_000),
            "1000000",
            "Keys per partition that are kept; events of further keys go to the dead letters, the others are served on.");
    static final Setting<Optional<Duration>> EXPIRE_EVENT_TIME = Setting.of(
            "expire.event-time",
            Kind.optionalDuration(),
            Kind.NONE,
            "A key whose last event is older than its partition's newest by more than this is forgotten.");
    static final Setting<Optional<Duration>> EXPIRE_WALL_CLOCK = Setting.of(
            "expire.wall-clock",
            Kind.optionalDuration(),
            "30d",
            "A key of which nothing has arrived for this long by the wall clock is forgotten.");

    private IntakeKeys() {}
}
