package io.streamgauge.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * A value as it was written, before anything is known about its key.
 *
 * @param where the file with the line, or the option, that it came from
 * @param items the elements of a list, or the one scalar; empty when the key stands without a value
 * @param list whether it was written as a list
 */
record Raw(String where, List<String> items, boolean list) {

    static Raw scalar(String where, String text) {
        return new Raw(where, text.isBlank() ? List.of() : List.of(text.strip()), false);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    String text() {
        return String.join(",", items);
    }

    /** The elements of a list, whether it was written as one or with commas. */
    List<String> elements() {
        return list
                ? items
                : items.stream()
                        .flatMap(item -> Stream.of(item.split(",", -1)))
                        .map(String::strip)
                        .toList();
    }

    String found() {
        if (isEmpty()) {
            return "nothing";
        }
        return list ? "[" + String.join(", ", items) + "]" : "'" + abbreviated(text()) + "'";
    }

    static String abbreviated(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
