package io.streamgauge.wire;

import java.util.regex.Pattern;

/** A JSON pointer (RFC 6901) to a member of nested objects, split into its names. */
record JsonPath(String pointer, String[] names) {

    private static final Pattern UNKNOWN_ESCAPE = Pattern.compile("~(?![01])");

    static JsonPath of(String pointer) {
        if (!pointer.startsWith("/") || pointer.length() < 2) {
            throw new IllegalArgumentException("JSON pointer is '" + pointer + "', expected '/' and a name");
        }
        if (UNKNOWN_ESCAPE.matcher(pointer).find()) {
            throw new IllegalArgumentException("JSON pointer is '" + pointer + "', expected every '~' as ~0 or ~1");
        }
        String[] names = pointer.substring(1).split("/", -1);
        for (int i = 0; i < names.length; i++) {
            names[i] = names[i].replace("~1", "/").replace("~0", "~");
        }
        return new JsonPath(pointer, names);
    }
}
