package io.streamgauge.stream;

import io.streamgauge.anomaly.KeyState;
import io.streamgauge.wire.EventMemory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key as its task finds it.
 *
 * @param stored the key's bytes
 * @param known whether anything of the key is stored
 * @param reset why the state is a fresh one, see {@link ResetMark}; null where it is the stored one
 */
record KeyEntry(
        byte[] stored, String key, boolean known, @Nullable String reset, KeyState state, EventMemory memory) {

    /** The same after a step: its state is no longer a fresh one. */
    KeyEntry afterStep() {
        return new KeyEntry(stored, key, known, null, state, memory);
    }

    /** The same for its next event. */
    KeyEntry afterPut() {
        // A key may be labelled before its first event.
        String next = state.series().count() == 0 ? ResetMark.FIRST : null;
        return known && Objects.equals(reset, next) ? this : new KeyEntry(stored, key, true, next, state, memory);
    }
}
