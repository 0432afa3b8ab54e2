package io.streamgauge.stream;

import io.streamgauge.anomaly.KeyState;
import io.streamgauge.wire.EventMemory;
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

    /** The same after it was written. */
    KeyEntry written() {
        return known ? this : new KeyEntry(stored, key, true, reset, state, memory);
    }
}
