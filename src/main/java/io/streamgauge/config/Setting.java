package io.streamgauge.config;

import org.jspecify.annotations.Nullable;

/**
 * One key: the kind of value it takes, its default and what it means.
 *
 * <p>A key without a default and without a key to follow must be given.
 *
 * @param initial the default as a user would write it
 * @param follows the key whose value is the default
 */
record Setting<T>(
        String key,
        Kind<T> kind,
        @Nullable String initial,
        @Nullable Setting<T> follows,
        String meaning) {

    static <T> Setting<T> of(String key, Kind<T> kind, String initial, String meaning) {
        return new Setting<>(key, kind, initial, null, meaning);
    }

    static <T> Setting<T> required(String key, Kind<T> kind, String meaning) {
        return new Setting<>(key, kind, null, null, meaning);
    }

    static <T> Setting<T> following(Setting<T> follows, String key, Kind<T> kind, String meaning) {
        return new Setting<>(key, kind, null, follows, meaning);
    }

    boolean isRequired() {
        return initial == null && follows == null;
    }
}
