package io.streamgauge.trainer;

/** The generation that a trainer had reached, as the text beside its committed offset. */
public final class GenerationNote {

    private static final String PREFIX = "generation=";

    private GenerationNote() {}

    static String write(long generation) {
        return PREFIX + generation;
    }

    /** The generation in a committed offset's text; 0 where there is none. */
    public static long read(String note) {
        return note.startsWith(PREFIX) ? Long.parseLong(note.substring(PREFIX.length())) : 0;
    }
}
