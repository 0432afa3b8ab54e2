package io.streamgauge.config;

import java.util.List;

/** JSON pointers to fields of an event. */
final class Pointers {

    private Pointers() {}

    /** The names of what pointers lead to: the pointers without the first slash. */
    static List<String> names(List<String> pointers) {
        return pointers.stream().map(pointer -> pointer.substring(1)).toList();
    }
}
