package io.streamgauge.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java properties file as keys with the lines they stand on. */
final class PropertiesFile {
    private static final Pattern KEY = Pattern.compile("\\s*([^\\s=:#!][^\\s=:]*)");

    private PropertiesFile() {}

    static Map<String, Raw> read(Path file, List<String> problems) {
        String text = TextFile.read(file);
        Map<String, Integer> lines = lines(text);
        Map<String, Raw> raws = new LinkedHashMap<>();
        Properties collector = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object value) {
                Integer line = lines.get(key);
                String where = line == null ? file.toString() : file + ":" + line;
                Raw earlier = raws.putIfAbsent((String) key, Raw.scalar(where, (String) value));
                if (earlier != null) {
                    problems.add(earlier.where() + ": key '" + key + "' stands a second time further down");
                }
                return value;
            }
        };
        try {
            collector.load(new StringReader(text));
        } catch (IllegalArgumentException malformed) {
            throw new ConfigError(file + ": found a malformed \\u escape, expected four hexadecimal digits");
        } catch (IOException failed) {
            throw new ConfigError(file + ": cannot be read: " + failed.getMessage());
        }
        return raws;
    }

    /** First line of each key, as far as keys are written without escapes. */
    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            Matcher matcher = KEY.matcher(line);
            if (matcher.lookingAt()) {
                lines.putIfAbsent(matcher.group(1), number);
            }
        }
        return lines;
    }
}
