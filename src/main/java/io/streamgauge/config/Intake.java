package io.streamgauge.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What may enter a key's state and how long it stays; meanings and defaults stand in {@code config/REFERENCE.md}.
 *
 * @param lateWait in event time
 * @param lateBuffer events of a key
 * @param duplicateId JSON pointer of an event's id
 * @param duplicateIds ids of a key
 * @param maxKeys of one partition
 * @param expireEventTime after which a key is forgotten; empty for never
 * @param expireWallClock the same by the clock
 */
public record Intake(
        Late late,
        Duration lateWait,
        int lateBuffer,
        Optional<String> duplicateId,
        int duplicateIds,
        Tombstones tombstones,
        int maxKeys,
        Optional<Duration> expireEventTime,
        Optional<Duration> expireWallClock) {

    static Intake of(Values values) {
        return new Intake(
                values.get(IntakeKeys.LATE),
                values.get(IntakeKeys.LATE_WAIT),
                values.get(IntakeKeys.LATE_BUFFER),
                values.get(IntakeKeys.DUPLICATE_ID),
                values.get(IntakeKeys.DUPLICATE_IDS),
                values.get(IntakeKeys.TOMBSTONES),
                values.get(IntakeKeys.MAX_KEYS),
                values.get(IntakeKeys.EXPIRE_EVENT_TIME),
                values.get(IntakeKeys.EXPIRE_WALL_CLOCK));
    }

    /** Whether more is remembered of a key's events than its state holds. */
    public boolean remembers() {
        return late == Late.REORDER || duplicateId.isPresent();
    }
}
