package io.streamgauge.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of one kind of file, in the order of its reference page. */
final class Definition {
    private final Map<String, Setting<?>> settings = new LinkedHashMap<>();

    Definition(Setting<?>... settings) {
        for (Setting<?> setting : settings) {
            this.settings.put(setting.key(), setting);
        }
    }

    Collection<Setting<?>> settings() {
        return settings.values();
    }

    Collection<String> keys() {
        return settings.keySet();
    }

    boolean has(String key) {
        return settings.containsKey(key);
    }

    /**
     * The values of all keys; what is wrong is added to {@code problems}.
     *
     * @param source how to name what was read where a key is missing from it
     */
    Values read(String source, Map<String, Raw> raws, List<String> problems) {
        raws.forEach((key, raw) -> {
            if (!has(key)) {
                unknown(key, raw, problems);
            }
        });
        Values values = new Values();
        settings.values().forEach(setting -> read(setting, source, raws.get(setting.key()), values, problems));
        return values;
    }

    private void unknown(String key, Raw raw, List<String> problems) {
        List<String> section = keys().stream()
                .filter(known -> known.startsWith(key + "."))
                .map(known -> known.substring(key.length() + 1))
                .toList();
        if (section.isEmpty()) {
            problems.add(raw.where() + ": unknown key '" + key + "'" + Closest.hint(key, this::keys, problems));
        } else if (!raw.isEmpty()) {
            problems.add(raw.where() + ": " + key + ": found " + raw.found() + ", expected a section with "
                    + String.join(", ", section));
        }
    }

    private static <T> void read(
            Setting<T> setting, String source, @Nullable Raw raw, Values values, List<String> problems) {
        if (raw != null) {
            parse(setting, raw, values, problems);
        } else if (setting.initial() != null) {
            values.put(setting, setting.kind().reader().apply(Raw.scalar("default", setting.initial())));
        } else if (setting.follows() != null) {
            values.find(setting.follows()).ifPresent(value -> values.put(setting, value));
        } else {
            problems.add(source + ": " + setting.key() + ": found nothing, expected "
                    + setting.kind().expected());
        }
    }

    private static <T> void parse(Setting<T> setting, Raw raw, Values values, List<String> problems) {
        String found = raw.found();
        String expected = setting.kind().expected();
        try {
            if (!raw.isEmpty()) {
                values.put(setting, setting.kind().reader().apply(raw));
                return;
            }
        } catch (Kind.Mismatch mismatch) {
            found = mismatch.found;
            expected = mismatch.expected;
        } catch (IllegalArgumentException unfit) {
            // The message below says all there is to say: what stands there and what the kind expects.
        }
        problems.add(raw.where() + ": " + setting.key() + ": found " + found + ", expected " + expected);
    }
}
