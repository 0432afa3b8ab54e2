package io.streamgauge.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The values that were read, by their settings; a value that did not fit is absent. */
final class Values {
    private final Map<Setting<?>, Object> values = new HashMap<>();

    <T> void put(Setting<T> setting, T value) {
        values.put(setting, value);
    }

    @SuppressWarnings("unchecked") // put() pairs a setting with a value of its own type
    <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException("no value for " + setting.key()));
    }

    /** A check between two keys, made only where both could be read. */
    <T extends Comparable<T>> void atMost(Setting<T> smaller, Setting<T> larger, String source, List<String> problems) {
        check(smaller, larger, "at most ", order -> order <= 0, source, problems);
    }

    /** As {@link #atMost}, and not equal either. */
    <T extends Comparable<T>> void below(Setting<T> smaller, Setting<T> larger, String source, List<String> problems) {
        check(smaller, larger, "less than ", order -> order < 0, source, problems);
    }

    private <T extends Comparable<T>> void check(
            Setting<T> smaller,
            Setting<T> larger,
            String relation,
            IntPredicate holds,
            String source,
            List<String> problems) {
        find(smaller)
                .ifPresent(small -> find(larger)
                        .filter(large -> !holds.test(small.compareTo(large)))
                        .ifPresent(large -> problems.add(source + ": " + smaller.key() + ": found " + small
                                + ", expected " + relation + larger.key() + ", which is " + large)));
    }
}
