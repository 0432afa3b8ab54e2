package io.streamgauge.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A topology file's text with some of its keys changed; comments and all other keys stay as they are. */
public final class TopologyFile {

    /** A value that YAML reads as it stands. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.-][A-Za-z0-9_./,+-]*");

    private final Path file;
    private final List<String> lines;
    private final Map<String, Raw> raws;

    private TopologyFile(Path file) {
        this.file = file;
        lines = new ArrayList<>(TextFile.read(file).lines().toList());
        List<String> problems = new ArrayList<>();
        raws = YamlFile.read(file, problems);
        if (!problems.isEmpty()) {
            throw new ConfigError(problems);
        }
    }

    /**
     * The text. A key that the file has is changed where it stands, any other follows at the end.
     *
     * @param changes new values by key
     * @param remark a line about what follows, without its '#'
     * @throws ConfigError where a key cannot be changed in its place
     */
    public static String changed(Path file, Map<String, String> changes, String remark) {
        TopologyFile text = new TopologyFile(file);
        Map<String, String> further = new LinkedHashMap<>();
        changes.forEach((key, value) -> {
            Raw raw = text.raws.get(key);
            if (raw == null) {
                further.put(key, value);
            } else {
                text.change(key, raw, value);
            }
        });
        text.lines.add("");
        text.lines.add("# " + remark);
        further.forEach((key, value) -> text.lines.add(key + ": " + quoted(value)));
        return String.join("\n", text.lines) + "\n";
    }

    private void change(String key, Raw raw, String value) {
        int number = Integer.parseInt(raw.where().substring(raw.where().lastIndexOf(':') + 1));
        String name = Pattern.quote(key) + "|" + Pattern.quote(key.substring(key.lastIndexOf('.') + 1));
        Matcher line = Pattern.compile("(\\s*(?:" + name + ")\\s*:\\s+)([^\\s#{\\[|>&*!][^#]*?)(\\s+#.*)?")
                .matcher(lines.get(number - 1));
        if (!line.matches() || raw.list() || raw.isEmpty()) {
            throw new ConfigError(file + ":" + number + ": found '" + key
                    + "' as part of a list or between braces, expected" + " a line of its own, which can be changed");
        }
        String comment = line.group(3) == null ? "" : line.group(3);
        lines.set(number - 1, line.group(1) + quoted(value) + comment);
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'";
    }
}
