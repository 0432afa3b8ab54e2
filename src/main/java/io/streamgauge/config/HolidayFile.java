package io.streamgauge.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A file of holidays: an ISO date per line, a name behind it where one likes, and comments from '#' on. */
final class HolidayFile {

    private HolidayFile() {}

    /** The dates in {@code file}; a line that holds none is added to {@code problems}. */
    static Set<LocalDate> read(Path file, List<String> problems) {
        Set<LocalDate> dates = new TreeSet<>();
        List<String> lines = TextFile.read(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            String date = line.split("[\\s,;]", 2)[0];
            try {
                dates.add(LocalDate.parse(date));
            } catch (DateTimeParseException unreadable) {
                problems.add(file + ":" + (i + 1) + ": found '" + Raw.abbreviated(line)
                        + "', expected a date such as 2026-12-25, and a name behind it if you like");
            }
        }
        if (dates.isEmpty() && problems.isEmpty()) {
            problems.add(file + ": found no date, expected one per line such as 2026-12-25");
        }
        return Collections.unmodifiableSet(dates);
    }
}
