package io.streamgauge.stream;

import io.streamgauge.config.Intake;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The end of keys that have gone idle, by event time or by the clock.
 *
 * <p>A walk of all keys begins again after a tenth of the shorter limit, an hour at most; so a key outlives its limit by
 * that and by the walk itself, which visits {@value Sweep#SLICE_KEYS} keys per second.
 */
final class Expiry implements Punctuator {

    static final Duration SLICE_INTERVAL = Duration.ofSeconds(1);

    private static final long PAUSE_SHARE = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final SeriesStore series;
    private final Optional<Duration> eventTime;
    private final Optional<Duration> wallClock;
    private final BiConsumer<byte[], String> forget;
    private final Sweep sweep;
    private long newest = Long.MIN_VALUE;

    /**
     * @param forget told of every key that has expired, and why
     */
    Expiry(SeriesStore series, Intake intake, BiConsumer<byte[], String> forget) {
        this.series = series;
        this.forget = forget;
        eventTime = intake.expireEventTime();
        wallClock = intake.expireWallClock();
        long shortest = Math.min(millis(eventTime), millis(wallClock));
        sweep = new Sweep(series.states(), Math.min(shortest / PAUSE_SHARE, LONGEST_PAUSE.toMillis()));
    }

    /** Whether any key can expire. */
    static boolean isOn(Intake intake) {
        return intake.expireEventTime().isPresent() || intake.expireWallClock().isPresent();
    }

    private static long millis(Optional<Duration> limit) {
        return limit.map(Duration::toMillis).orElse(Long.MAX_VALUE);
    }

    /** Takes note of an event time that was taken in. */
    void observe(long time) {
        newest = Math.max(newest, time);
    }

    @Override
    public void punctuate(long now) {
        if (sweep.isResting(now)) {
            return;
        }
        series.writeAll();
        sweep.slice(now, (key, state) -> cause(state, now) != null).forEach(key -> {
            ValueAndTimestamp<byte[]> state = series.states().get(key);
            String cause = state == null ? null : cause(state, now);
            if (cause != null) {
                forget.accept(key, cause);
            }
        });
    }

    private @Nullable String cause(ValueAndTimestamp<byte[]> state, long now) {
        // A negative time: written by a store that kept none.
        if (state.timestamp() >= 0 && now - state.timestamp() > millis(wallClock)) {
            return ResetMark.WALL_CLOCK;
        }
        if (eventTime.isEmpty()) {
            return null;
        }
        long last = series.lastTime(state.value());
        if (last == Long.MIN_VALUE) {
            return null;
        }
        observe(last);
        return newest - last > millis(eventTime) ? ResetMark.EVENT_TIME : null;
    }
}
