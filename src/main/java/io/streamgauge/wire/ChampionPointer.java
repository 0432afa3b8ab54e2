package io.streamgauge.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pointer to the version in charge, as JSON.
 *
 * @param generation rises with every change
 * @param version the version pointed at
 * @param sha256 of that version's record
 * @param by who put it in charge; empty where that is not known
 * @param fallback the version to serve where that one is damaged; null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChampionPointer(
        long generation,
        long version,
        String sha256,
        String by,
        @Nullable Target fallback) {

    /** A version by its number and its record's SHA-256. */
    public record Target(long version, String sha256) {
        public Target {
            requireHash(sha256);
        }
    }

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ChampionPointer {
        requireHash(sha256);
        // Absent from the records of before there was such a field.
        by = by == null ? "" : SmallJson.line(by, 64);
        if (!ModelInfo.areNumbers(generation, version)) {
            throw new IllegalArgumentException("champion is generation " + generation + ", version " + version
                    + ", expected both from 1 to " + Integer.MAX_VALUE);
        }
    }

    /** A pointer that names nobody and no fallback. */
    public ChampionPointer(long generation, long version, String sha256) {
        this(generation, version, sha256, "", null);
    }

    private static void requireHash(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "SHA-256 is '" + SmallJson.line(sha256, 80) + "', expected 64 hexadecimal digits");
        }
    }

    public byte[] encode() {
        return SmallJson.encode(this);
    }

    public static ChampionPointer decode(byte[] bytes) throws WireFormatException {
        return SmallJson.decode(bytes, ChampionPointer.class, "champion pointer");
    }
}
